// A polygon or a circle while it is drawn: corners without the closing one, or a centre with a radius.
import { type Area, type Position, eastOf, metresBetween } from '@/ui/map/area';

export type Shape =
  | { kind: 'polygon'; corners: Position[]; holes: number[][][] }
  | { kind: 'circle'; center: Position | null; radiusM: number };

export const RADIUS_M_START = 50;
const RADIUS_M_MIN = 1;
const RADIUS_M_MAX = 100_000;
const CORNERS_MIN = 3;
const DIGITS = 1e6; // of a degree: 11 cm

export const rounded = ([lon, lat]: Position): Position => [
  Math.round(lon * DIGITS) / DIGITS,
  Math.round(lat * DIGITS) / DIGITS,
];

export function shapeOf(area: Area | null): Shape {
  if (!area) return { kind: 'polygon', corners: [], holes: [] };
  if (area.type === 'Circle') return { kind: 'circle', center: area.coordinates as Position, radiusM: area.radius_m };
  const [outline = [], ...holes] = area.coordinates;
  return { kind: 'polygon', corners: outline.slice(0, -1).map(([lon = 0, lat = 0]) => [lon, lat]), holes };
}

// null while there is too little for an area.
export function areaOf(shape: Shape): Area | null {
  if (shape.kind === 'circle')
    return shape.center && { type: 'Circle', coordinates: shape.center, radius_m: shape.radiusM };
  const [first] = shape.corners;
  if (!first || shape.corners.length < CORNERS_MIN) return null;
  return { type: 'Polygon', coordinates: [[...shape.corners, first], ...shape.holes] };
}

export const emptyShape = (kind: Shape['kind']): Shape =>
  kind === 'polygon' ? shapeOf(null) : { kind, center: null, radiusM: RADIUS_M_START };

export const isEmpty = (shape: Shape): boolean =>
  shape.kind === 'polygon' ? shape.corners.length === 0 : shape.center === null;

// A touch of the map: one more corner, or where the circle is.
export function touched(shape: Shape, at: Position): Shape {
  if (shape.kind === 'circle') return { ...shape, center: rounded(at) };
  return { ...shape, corners: [...shape.corners, rounded(at)] };
}

export const withRadius = (shape: Shape, metres: number): Shape =>
  shape.kind === 'circle' && Number.isFinite(metres)
    ? { ...shape, radiusM: Math.min(RADIUS_M_MAX, Math.max(RADIUS_M_MIN, Math.round(metres))) }
    : shape;

// What a person takes hold of: a corner, the middle of an edge (which makes a corner), a centre, the edge of a circle.
export interface Handle {
  kind: 'corner' | 'middle' | 'center' | 'edge';
  index: number;
  at: Position;
}

export function handlesOf(shape: Shape): Handle[] {
  if (shape.kind === 'circle') {
    if (!shape.center) return [];
    return [
      { kind: 'center', index: 0, at: shape.center },
      { kind: 'edge', index: 0, at: eastOf(shape.center, shape.radiusM) },
    ];
  }
  const { corners } = shape;
  const middles = corners.length < 2 ? [] : corners.slice(0, corners.length < CORNERS_MIN ? -1 : undefined);
  return [
    ...corners.map((at, index): Handle => ({ kind: 'corner', index, at })),
    ...middles.map(([lon, lat], index): Handle => {
      const [nextLon, nextLat] = corners[(index + 1) % corners.length] ?? [lon, lat];
      return { kind: 'middle', index, at: [(lon + nextLon) / 2, (lat + nextLat) / 2] };
    }),
  ];
}

export function moved(shape: Shape, { kind, index }: Handle, to: Position): Shape {
  const at = rounded(to);
  if (shape.kind === 'circle') {
    if (kind === 'center') return { ...shape, center: at };
    return kind === 'edge' && shape.center ? withRadius(shape, metresBetween(shape.center, to)) : shape;
  }
  if (kind === 'corner') return { ...shape, corners: shape.corners.with(index, at) };
  return kind === 'middle' ? { ...shape, corners: shape.corners.toSpliced(index + 1, 0, at) } : shape;
}

export function without(shape: Shape, { kind, index }: Handle): Shape {
  if (shape.kind === 'circle') return kind === 'center' ? emptyShape('circle') : shape;
  return kind === 'corner' ? { ...shape, corners: shape.corners.toSpliced(index, 1) } : shape;
}
