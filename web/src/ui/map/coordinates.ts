export interface LatLon {
  lat: number;
  lon: number;
}

const DIGITS = 5; // a metre

export const textOf = ({ lat, lon }: LatLon): string => `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;

const PAIR = /^\s*([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\s*$/;
const LINKS = [
  /^geo:(-?[\d.]+),(-?[\d.]+)/i, // RFC 5870
  /!3d(-?[\d.]+)!4d(-?[\d.]+)/, // Google Maps, the marked place
  /[?&](?:q|query|ll|sll|center|destination|daddr)=(?:loc:)?(-?[\d.]+)(?:,|%2C)\+?(-?[\d.]+)/i, // Google and Apple Maps
  /[?&]mlat=(-?[\d.]+)&mlon=(-?[\d.]+)/, // OpenStreetMap, the marker
  /@(-?[\d.]+),(-?[\d.]+)/, // Google Maps, the middle of the picture
  /#map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/, // OpenStreetMap, the middle of the picture
];

// «-34.6037, -58.3816», as maps elsewhere give it, also with ; or a space between; a geo: address or a map's link that holds a place.
export function placeIn(text: string): LatLon | null {
  const trimmed = text.trim();
  const patterns = /^(geo:|https?:)/i.test(trimmed) ? LINKS : [PAIR];
  const found = patterns.map((pattern) => pattern.exec(trimmed)).find((match) => match !== null);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
