export interface LatLon {
  lat: number;
  lon: number;
}

const DIGITS = 5; // a metre

export const textOf = ({ lat, lon }: LatLon): string => `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;

// «-34.6037, -58.3816», as maps elsewhere give it; also with ; or a space between.
export function placeIn(text: string): LatLon | null {
  const found = /^\s*([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
