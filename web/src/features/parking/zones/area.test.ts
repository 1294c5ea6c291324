import { describe, expect, it } from 'vitest';
import { cornersIn, cornersOf, polygonOf, textOf } from '@/features/parking/zones/area';

const square = '-34.60, -58.38\n-34.60, -58.37\n-34.61, -58.37\n-34.61, -58.38';

describe('corners', () => {
  it('are read from lines, as people copy them from a map', () => {
    expect(cornersIn(square)).toEqual([
      [-58.38, -34.6],
      [-58.37, -34.6],
      [-58.37, -34.61],
      [-58.38, -34.61],
    ]);
    expect(cornersIn(' -34.6 -58.38 \n\n-34.6; -58.37\n-34.61,-58.37')).toHaveLength(3);
  });

  it('are read from GeoJSON, bare or in a feature', () => {
    const geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [1, 2],
          [3, 4],
          [5, 6],
          [1, 2],
        ],
      ],
    };
    const corners = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    expect(cornersIn(JSON.stringify(geometry))).toEqual(corners);
    expect(cornersIn(JSON.stringify({ type: 'Feature', properties: {}, geometry }))).toEqual(corners);
    expect(cornersIn(JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry }] }))).toEqual(
      corners,
    );
  });

  it.each(['', '1, 2\n3, 4', 'a, b\nc, d\ne, f', '91, 0\n0, 0\n1, 1', '{"type":"Point","coordinates":[1,2]}', '{'])(
    '%j is none',
    (text) => expect(cornersIn(text)).toBeNull(),
  );
});

it('an outline is closed for the API and open for people', () => {
  const area = polygonOf(cornersIn(square) ?? []);
  expect(area.type === 'Polygon' && area.coordinates[0]).toHaveLength(5);
  expect(cornersIn(textOf(cornersOf(area)))).toEqual(cornersOf(area));
});

it('keeps the holes of a zone when its outline is drawn anew', () => {
  const hole = [
    [0, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ];
  const area = polygonOf(
    [
      [9, 9],
      [8, 8],
      [7, 9],
    ],
    {
      type: 'Polygon',
      coordinates: [
        [
          [1, 1],
          [2, 2],
          [3, 1],
          [1, 1],
        ],
        hole,
      ],
    },
  );
  expect(area.type === 'Polygon' && area.coordinates[1]).toEqual(hole);
});
