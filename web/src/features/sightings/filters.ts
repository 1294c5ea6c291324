// What is looked for, as it stands in the address, and as the API is asked.
import { type Area, metresBetween } from '@/ui/map/area';
import { type MapZone } from '@/ui/map/ZoneLayer';
import { looksComplete } from '@/ui/plates';

export const LAST = ['1h', '24h', '7d', '30d'] as const;
export type Last = (typeof LAST)[number];
const HOURS: Record<Last, number> = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 };
const HOUR_MS = 3_600_000;
const NARROW_MS = 31 * 24 * HOUR_MS;
const LITERALS_MIN = 3; // in a row: fewer could be any plate

export interface Filters {
  plate: string; // as it was typed
  alike: boolean; // look-alike characters count as equal
  last: Last | null;
  from: string; // RFC 3339; '' for none
  to: string;
  area: Area | null; // drawn on the map
  zone: string; // its id
  device: string;
  confidenceMax: number | null;
}

export const NO_FILTERS: Filters = {
  plate: '',
  alike: true,
  last: null,
  from: '',
  to: '',
  area: null,
  zone: '',
  device: '',
  confidenceMax: null,
};

const DIGITS = 6;
const fixed = (value: number) => String(Number(value.toFixed(DIGITS)));

// "circle:-34.6,-58.38,120" or "polygon:-58.38,-34.6;…"
function textOfArea(area: Area): string {
  if (area.type === 'Circle') {
    const [lon = 0, lat = 0] = area.coordinates;
    return `circle:${fixed(lat)},${fixed(lon)},${Math.round(area.radius_m)}`;
  }
  const ring = (area.coordinates[0] ?? []).slice(0, -1);
  return `polygon:${ring.map((position) => position.slice(0, 2).map(fixed).join(',')).join(';')}`;
}

function areaIn(text: string | null): Area | null {
  const [kind, rest = ''] = (text ?? '').split(':');
  const positions = rest.split(';').map((position) => position.split(',').map(Number));
  if (positions.flat().some((number) => !Number.isFinite(number))) return null;
  const [first = []] = positions;
  if (kind === 'circle' && first.length === 3)
    return { type: 'Circle', coordinates: [first[1] ?? 0, first[0] ?? 0], radius_m: first[2] ?? 0 };
  if (kind === 'polygon' && positions.length >= 3) return { type: 'Polygon', coordinates: [[...positions, first]] };
  return null;
}

export function filtersIn(address: URLSearchParams): Filters {
  const text = (name: string) => address.get(name) ?? '';
  const confidence = Number.parseFloat(text('confidence_max'));
  return {
    plate: text('plate'),
    alike: text('alike') !== 'no',
    last: LAST.find((each) => each === text('last')) ?? null,
    from: text('from'),
    to: text('to'),
    area: areaIn(address.get('area')),
    zone: text('zone'),
    device: text('device'),
    confidenceMax: confidence > 0 && confidence < 1 ? confidence : null,
  };
}

export function written(filters: Filters): URLSearchParams {
  const entries: [string, string][] = [
    ['plate', filters.plate],
    ['alike', filters.alike ? '' : 'no'],
    ['last', filters.last ?? ''],
    ['from', filters.from],
    ['to', filters.to],
    ['area', filters.area ? textOfArea(filters.area) : ''],
    ['zone', filters.zone],
    ['device', filters.device],
    ['confidence_max', filters.confidenceMax === null ? '' : String(filters.confidenceMax)],
  ];
  return new URLSearchParams(entries.filter(([, value]) => value));
}

// How many filters besides the plate stand in the way.
export function narrowings({ last, from, to, area, zone, device, confidenceMax }: Filters): number {
  return [last ?? (from || to), area, zone, device, confidenceMax].filter(Boolean).length;
}

// While a plate is typed it is a beginning; a whole one is itself. With * or ? it is what it says.
export function patternOf(typed: string): string {
  const plate = typed.toUpperCase().replace(/[^A-Z0-9*?]/g, '');
  if (!plate || /[*?]/.test(plate) || looksComplete(plate)) return plate;
  return `${plate}*`;
}

const longestRun = (pattern: string) => Math.max(...pattern.split(/[*?]+/).map((part) => part.length));

export interface SearchQuery {
  plate?: string;
  similar?: boolean;
  from?: string;
  to?: string;
  near?: string;
  radius_m?: number;
  polygon?: string;
  device?: string;
  confidence_max?: number;
}

function placeOf(area: Area | null | undefined): SearchQuery {
  if (!area) return {};
  if (area.type === 'Circle')
    return { near: `${area.coordinates[1]},${area.coordinates[0]}`, radius_m: Math.min(area.radius_m, 50_000) };
  return { polygon: JSON.stringify({ type: 'Polygon', coordinates: area.coordinates }) };
}

function periodOf({ last, from, to }: Filters, now: number): SearchQuery {
  if (last) return { from: new Date(now - HOURS[last] * HOUR_MS).toISOString() };
  return { ...(from && { from }), ...(to && { to }) };
}

export function queryOf(filters: Filters, zones: MapZone[], now: number): SearchQuery {
  const plate = patternOf(filters.plate);
  const area = filters.area ?? zones.find(({ id }) => id === filters.zone)?.area;
  return {
    ...(plate && { plate }),
    ...(plate && filters.alike && { similar: true }),
    ...periodOf(filters, now),
    ...placeOf(area),
    ...(filters.device && { device: filters.device }),
    ...(filters.confidenceMax !== null && { confidence_max: filters.confidenceMax }),
  };
}

// The server would refuse it: too few characters in a row, and neither a place nor a short period.
export function isTooWide(query: SearchQuery, now: number): boolean {
  if (!query.plate || !/[*?]/.test(query.plate) || longestRun(query.plate) >= LITERALS_MIN) return false;
  if (query.near || query.polygon) return false;
  const end = query.to ? Date.parse(query.to) : now;
  return !query.from || end - Date.parse(query.from) > NARROW_MS;
}

export const farApart = (a: { lat: number; lon: number }, b: { lat: number; lon: number }) =>
  metresBetween([a.lon, a.lat], [b.lon, b.lat]);
