// Where a photo was taken: the phone's position at that moment, or a place that a person fixed.
const ASK_AT_MOST_MS = 8_000;
const FRESH_MS = 10_000;
const STORED = 'patente.place';

// How asking for a position can end without one.
export class NoPosition extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason; // "insecure", "denied", "unavailable", "slow"
  }
}

// The phone's position now: {lat, lon, accuracy_m, source}.
export function phonePosition() {
  if (!window.isSecureContext || !navigator.geolocation) return Promise.reject(new NoPosition('insecure'));
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy, source: 'phone' }),
      ({ code }) => reject(new NoPosition({ 1: 'denied', 3: 'slow' }[code] ?? 'unavailable')),
      { enableHighAccuracy: true, timeout: ASK_AT_MOST_MS, maximumAge: FRESH_MS });
  });
}

// Wakes the receiver while the camera is open, so that the position is there with the photo. Never prompts.
export async function wakeReceiver() {
  const permission = await navigator.permissions.query({ name: 'geolocation' });
  if (permission.state === 'granted') await phonePosition().catch(() => {}); // the photo asks again, and says what is wrong
}

export function fixedPlace() {
  return JSON.parse(localStorage.getItem(STORED) ?? 'null');
}

export function fixPlace(place) {
  if (place) localStorage.setItem(STORED, JSON.stringify(place));
  else localStorage.removeItem(STORED);
}

const PAIR = /(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)/;
const LINKS = [
  /^geo:(-?[\d.]+),(-?[\d.]+)/i, // RFC 5870
  /!3d(-?[\d.]+)!4d(-?[\d.]+)/, // Google Maps, the marked place
  /[?&](?:q|query|ll|sll|center|destination|daddr)=(?:loc:)?(-?[\d.]+)(?:,|%2C)\+?(-?[\d.]+)/i, // Google and Apple Maps
  /[?&]mlat=(-?[\d.]+)&mlon=(-?[\d.]+)/, // OpenStreetMap, the marker
  /@(-?[\d.]+),(-?[\d.]+)/, // Google Maps, the middle of the picture
  /#map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/, // OpenStreetMap, the middle of the picture
];

function valid(lat, lon) {
  const inRange = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return inRange ? { lat, lon, source: 'map' } : null;
}

// The place in «-34.6, -58.4», a geo: address or a map link with coordinates; null when there is none.
export function placeIn(text) {
  const trimmed = text.trim();
  const isLink = /^(geo:|https?:)/i.test(trimmed);
  const patterns = isLink ? LINKS : [new RegExp(`^${PAIR.source}$`)];
  for (const pattern of patterns) {
    const match = pattern.exec(trimmed);
    if (match) return valid(Number(match[1]), Number(match[2]));
  }
  return null;
}

export const coordinatesText = ({ lat, lon }) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

export const mapLink = ({ lat, lon }) => `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=18/${lat}/${lon}`;
