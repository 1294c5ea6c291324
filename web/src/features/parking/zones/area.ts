// Where a zone is: GeoJSON as the API has it ([lon, lat]), and points as people write them ("lat, lon", one a line).
import type { Area } from '@/ui/map/area';

export type Point = [lon: number, lat: number];

const isPoint = ([lon, lat]: number[]) =>
  lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
const same = (a: number[] | undefined, b: number[] | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1];

// The corners of its outline, without the one that closes it.
export function cornersOf(area: Area | null | undefined): Point[] {
  if (area?.type !== 'Polygon') return [];
  const ring = area.coordinates[0] ?? [];
  const closed = ring.length > 1 && same(ring[0], ring.at(-1));
  return (closed ? ring.slice(0, -1) : ring).map(([lon = 0, lat = 0]): Point => [lon, lat]);
}

// Holes that a map from elsewhere may have are kept.
export function polygonOf(corners: Point[], before?: Area | null): Area {
  const holes = before?.type === 'Polygon' ? before.coordinates.slice(1) : [];
  const ring = [...corners, ...corners.slice(0, 1)];
  return { type: 'Polygon', coordinates: [ring, ...holes] };
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6; // a tenth of a metre

export const textOf = (corners: Point[]): string =>
  corners.map(([lon, lat]) => `${round(lat)}, ${round(lon)}`).join('\n');

interface Geometry {
  type?: string;
  coordinates?: unknown;
  geometry?: Geometry;
  features?: Geometry[];
}

function geometryIn(text: string): Point[] | null {
  let found: Geometry | undefined;
  try {
    found = JSON.parse(text) as Geometry;
  } catch {
    return null;
  }
  found = found.features?.[0] ?? found;
  found = found.geometry ?? found;
  if (found.type !== 'Polygon' || !Array.isArray(found.coordinates)) return null;
  const corners = cornersOf({ type: 'Polygon', coordinates: found.coordinates as number[][][] });
  return corners.length >= 3 && corners.every(isPoint) ? corners : null;
}

// Corners from lines of "lat, lon", or from GeoJSON; null when it is neither.
export function cornersIn(text: string): Point[] | null {
  if (text.trim().startsWith('{')) return geometryIn(text);
  const lines = text.split('\n').filter((line) => line.trim());
  const corners = lines.map((line): Point => {
    const [lat, lon] = line
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map(Number);
    return [lon ?? NaN, lat ?? NaN];
  });
  return corners.length >= 3 && corners.every((point) => point.every(Number.isFinite) && isPoint(point))
    ? corners
    : null;
}
