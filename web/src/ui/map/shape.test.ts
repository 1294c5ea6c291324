import { describe, expect, it } from 'vitest';
import { type Position, metresBetween } from '@/ui/map/area';
import {
  type Handle,
  areaOf,
  emptyShape,
  handlesOf,
  moved,
  shapeOf,
  touched,
  withRadius,
  without,
} from '@/ui/map/shape';

const corners: Position[] = [
  [-58.38, -34.6],
  [-58.37, -34.6],
  [-58.37, -34.61],
];
const [a, b, c] = corners as [Position, Position, Position];
const drawn = corners.reduce(touched, emptyShape('polygon'));
const corner = (index: number): Handle => ({ kind: 'corner', index, at: a });

describe('a polygon', () => {
  it('becomes an area with its third corner, and closes its ring', () => {
    expect(areaOf([a, b].reduce(touched, emptyShape('polygon')))).toBeNull();
    expect(areaOf(drawn)).toEqual({ type: 'Polygon', coordinates: [[a, b, c, a]] });
  });

  it('comes back as it was, holes and all', () => {
    const hole = [a, b, c, a];
    const area = { type: 'Polygon' as const, coordinates: [[a, b, c, a], hole] };
    expect(areaOf(shapeOf(area))).toEqual(area);
  });

  it('moves and loses corners', () => {
    expect(areaOf(moved(drawn, corner(0), [-58.4, -34.62]))?.coordinates).toEqual([
      [[-58.4, -34.62], b, c, [-58.4, -34.62]],
    ]);
    expect(areaOf(without(drawn, corner(1)))).toBeNull();
  });

  it('gets a corner where the middle of an edge is pulled, the last edge too', () => {
    const middles = handlesOf(drawn).filter(({ kind }) => kind === 'middle');
    expect(middles).toHaveLength(3);
    const last = middles[2] as Handle;
    expect(areaOf(moved(drawn, last, [-58.4, -34.605]))?.coordinates).toEqual([[a, b, c, [-58.4, -34.605], a]]);
  });

  it('of two corners has one edge', () => {
    expect(handlesOf(without(drawn, corner(2))).filter(({ kind }) => kind === 'middle')).toHaveLength(1);
  });
});

describe('a circle', () => {
  const circle = touched(emptyShape('circle'), a);

  it('is where the map was touched', () => {
    expect(areaOf(emptyShape('circle'))).toBeNull();
    expect(areaOf(circle)).toEqual({ type: 'Circle', coordinates: a, radius_m: 50 });
  });

  it('is as large as its edge is pulled', () => {
    const [, edge] = handlesOf(circle) as [Handle, Handle];
    expect(metresBetween(a, edge.at)).toBeCloseTo(50, 0);
    expect(areaOf(moved(circle, edge, b))).toMatchObject({ radius_m: Math.round(metresBetween(a, b)) });
  });

  it.each([
    [0, 1],
    [12.4, 12],
    [1e9, 100_000],
    [NaN, 50],
  ])('of %s m has a radius of %s', (asked, got) => {
    expect(areaOf(withRadius(circle, asked))).toMatchObject({ radius_m: got });
  });

  it('is gone without its centre', () => {
    const [center] = handlesOf(circle) as [Handle];
    expect(areaOf(without(circle, center))).toBeNull();
  });
});
