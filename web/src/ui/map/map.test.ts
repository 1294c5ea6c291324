import { describe, expect, it } from 'vitest';
import { type Position, boundsOf, metresBetween, polygonOf, ringAround } from '@/ui/map/area';
import { placeIn, textOf } from '@/ui/map/coordinates';
import { grid } from '@/ui/map/ground';
import { type TrackStop, lengthM, positionAt, travelled, wholeWay } from '@/ui/map/track';

const obelisk: Position = [-58.3816, -34.6037];

describe('a circle on the ground', () => {
  it('has all its corners at its radius', () => {
    for (const corner of ringAround(obelisk, 200)) expect(metresBetween(obelisk, corner)).toBeCloseTo(200, 0);
  });

  it('is a closed ring', () => {
    const [ring = []] = polygonOf({ type: 'Circle', coordinates: obelisk, radius_m: 80 }).coordinates;
    expect(ring[0]).toEqual(ring.at(-1));
  });
});

it('bounds hold all positions, and nothing has none', () => {
  expect(boundsOf([[1, 2], [-3, 5], [0, 0]])).toEqual([-3, 0, 1, 5]); // prettier-ignore
  expect(boundsOf([])).toBeNull();
});

describe('coordinates', () => {
  it.each([
    ['-34.6037, -58.3816', -34.6037, -58.3816],
    [' -34.6037;-58.3816 ', -34.6037, -58.3816],
    ['10 20', 10, 20],
  ])('%s are a place', (text, lat, lon) => expect(placeIn(text)).toEqual({ lat, lon }));

  it.each(['', '1', '91, 0', '0, 181', 'a, b', '1, 2, 3'])('%s are none', (text) => expect(placeIn(text)).toBeNull());

  it('are read as they are written', () => {
    expect(placeIn(textOf({ lat: -34.6037, lon: -58.3816 }))).toEqual({ lat: -34.6037, lon: -58.3816 });
  });
});

describe('a track', () => {
  const stops: TrackStop[] = [
    { id: 'a', lat: 0, lon: 0, at: 1000 },
    { id: 'b', lat: 0, lon: 2, at: 3000 },
    { id: 'c', lat: 2, lon: 2, at: 3000 },
  ];

  it.each([
    [0, [0, 0]],
    [1000, [0, 0]],
    [2000, [1, 0]],
    [3000, [2, 2]],
    [9000, [2, 2]],
  ])('is at %s ms at %s', (at, position) => expect(positionAt(stops, at)).toEqual(position));

  it('is travelled up to where it is', () => {
    expect(travelled(stops, 2000)).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(travelled(stops, 9000).at(-1)).toEqual([2, 2]);
    expect(travelled([], 5)).toEqual([]);
  });

  it('is as long as its edges', () => {
    expect(lengthM(wholeWay(stops))).toBeCloseTo(metresBetween([0, 0], [2, 0]) + metresBetween([2, 0], [2, 2]), 3);
  });
});

describe('the grid', () => {
  it.each([0, 3.5, 9, 14, 18, 22])('at zoom %s has few lines, none closer than a thumb', (zoom) => {
    const degrees = 1200 / ((512 * 2 ** zoom) / 360);
    const { features } = grid([-58, -34, -58 + degrees, -34 + degrees], zoom);
    expect(features.length).toBeGreaterThan(2);
    expect(features.length).toBeLessThan(2 * (1200 / 90 + 5));
  });
});
