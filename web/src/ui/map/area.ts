// Areas as the API has them, and what a map needs to know of them.
import type { Feature, LineString, Polygon } from 'geojson';
import type { Schemas } from '@/api/client';

export type Area = NonNullable<Schemas['ParkingZone']['area']>;
export type Position = [lon: number, lat: number];
export type Bounds = [west: number, south: number, east: number, north: number];

const EARTH_M = 6_371_008.8;
const CORNERS_OF_CIRCLE = 64;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const metresPerDegree = radians(1) * EARTH_M;

export function metresBetween([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const half =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

// Exact enough for the circles of a town.
export function eastOf([lon, lat]: Position, metres: number): Position {
  return [lon + metres / (metresPerDegree * Math.cos(radians(lat))), lat];
}

export function ringAround(center: Position, radiusM: number): Position[] {
  const [lon, lat] = center;
  const [east] = eastOf(center, radiusM);
  return Array.from({ length: CORNERS_OF_CIRCLE + 1 }, (_, corner) => {
    const angle = (2 * Math.PI * (corner % CORNERS_OF_CIRCLE)) / CORNERS_OF_CIRCLE;
    return [lon + (east - lon) * Math.cos(angle), lat + (radiusM / metresPerDegree) * Math.sin(angle)];
  });
}

export function polygonOf(area: Area): Polygon {
  if (area.type === 'Polygon') return { type: 'Polygon', coordinates: area.coordinates };
  return { type: 'Polygon', coordinates: [ringAround(area.coordinates as Position, area.radius_m)] };
}

export function boundsOf(positions: Iterable<readonly number[]>): Bounds | null {
  let bounds: Bounds | null = null;
  for (const [lon = 0, lat = 0] of positions)
    bounds = bounds
      ? [Math.min(bounds[0], lon), Math.min(bounds[1], lat), Math.max(bounds[2], lon), Math.max(bounds[3], lat)]
      : [lon, lat, lon, lat];
  return bounds;
}

export const outlineOf = (area: Area): number[][] => polygonOf(area).coordinates[0] ?? [];

export const featureOf = <G extends Polygon | LineString>(geometry: G, properties = {}): Feature<G> => ({
  type: 'Feature',
  geometry,
  properties,
});

// Twice the area that a ring encloses, in square degrees; its sign says which way round.
const shoelace = (ring: number[][]) =>
  ring.reduce((sum, [lon = 0, lat = 0], index) => {
    const [nextLon = 0, nextLat = 0] = ring[(index + 1) % ring.length] ?? [];
    return sum + lon * nextLat - nextLon * lat;
  }, 0);

// Good enough to say which of two zones is the smaller.
export function areaM2(area: Area): number {
  const [outline = []] = polygonOf(area).coordinates;
  const narrowing = Math.cos(radians(outline[0]?.[1] ?? 0));
  return (Math.abs(shoelace(outline)) / 2) * narrowing * metresPerDegree ** 2;
}

const crosses = ([lon, lat]: Position, [lon1 = 0, lat1 = 0]: number[], [lon2 = 0, lat2 = 0]: number[]) =>
  lat1 > lat !== lat2 > lat && lon < ((lon2 - lon1) * (lat - lat1)) / (lat2 - lat1) + lon1;

const isInRing = (at: Position, ring: number[][]) =>
  ring.filter((corner, index) => crosses(at, corner, ring[(index + 1) % ring.length] ?? corner)).length % 2 === 1;

export function contains(area: Area, at: Position): boolean {
  if (area.type === 'Circle') return metresBetween(area.coordinates as Position, at) <= area.radius_m;
  const [outline = [], ...holes] = area.coordinates;
  return isInRing(at, outline) && !holes.some((hole) => isInRing(at, hole));
}
