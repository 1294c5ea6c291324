import { describe, expect, it } from 'vitest';
import {
  type Filters,
  NO_FILTERS,
  filtersIn,
  isTooWide,
  patternOf,
  queryOf,
  written,
} from '@/features/sightings/filters';
import { localText, momentIn } from '@/features/sightings/moments';

const now = Date.parse('2026-11-27T12:00:00Z');
const zone = { id: 'z', name: 'Centro', area: { type: 'Circle' as const, coordinates: [-58.38, -34.6], radius_m: 80 } };
const ring = [
  [-58.38, -34.6],
  [-58.37, -34.6],
  [-58.37, -34.61],
  [-58.38, -34.6],
];

const full: Filters = {
  plate: 'AB1*',
  alike: false,
  last: null,
  from: '2026-11-01T03:00:00.000Z',
  to: '2026-11-02T03:00:00.000Z',
  area: { type: 'Polygon', coordinates: [ring] },
  zone: '',
  device: 'cam 1',
  confidenceMax: 0.8,
};

describe('the address', () => {
  it.each([
    ['nothing', NO_FILTERS],
    ['everything', full],
    ['a circle', { ...NO_FILTERS, area: zone.area }],
    ['a zone of late', { ...NO_FILTERS, zone: 'z', last: '24h' as const }],
  ])('holds %s', (_, filters) => expect(filtersIn(new URLSearchParams(written(filters).toString()))).toEqual(filters));

  it.each(['last=9y', 'area=circle:1,2', 'area=polygon:1,2;3,4', 'area=circle:a,b,c', 'confidence_max=7', 'area=x'])(
    'that says %s says nothing',
    (text) => expect(filtersIn(new URLSearchParams(text))).toEqual(NO_FILTERS),
  );
});

describe('what was typed', () => {
  it.each([
    ['', ''],
    ['ab1', 'AB1*'],
    ['ab 123 cd', 'AB123CD'],
    ['gkn482', 'GKN482'],
    ['AB123C', 'AB123C*'],
    ['*23c?', '*23C?'],
  ])('«%s» means %s', (typed, pattern) => expect(patternOf(typed)).toBe(pattern));
});

describe('the question', () => {
  it('asks for nothing that was not said', () => expect(queryOf(NO_FILTERS, [zone], now)).toEqual({}));

  it('says all that was', () => {
    expect(queryOf(full, [zone], now)).toEqual({
      plate: 'AB1*',
      from: full.from,
      to: full.to,
      polygon: JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
      device: 'cam 1',
      confidence_max: 0.8,
    });
  });

  it('of a zone is of its place, of late is until now', () => {
    expect(queryOf({ ...NO_FILTERS, zone: 'z', last: '1h' }, [zone], now)).toEqual({
      near: '-34.6,-58.38',
      radius_m: 80,
      from: '2026-11-27T11:00:00.000Z',
    });
  });

  it.each([
    ['ab', {}, true],
    ['a?1*', {}, true],
    ['ab1', {}, false],
    ['ab', { last: '30d' as const }, false],
    ['ab', { from: '2026-01-01T00:00:00Z' }, true],
    ['ab', { zone: 'z' }, false],
    ['', {}, false],
  ])('for «%s» with %j is too wide: %s', (plate, some, wide) => {
    expect(isTooWide(queryOf({ ...NO_FILTERS, plate, ...some }, [zone], now), now)).toBe(wide);
  });
});

it('a moment comes back from its field to the minute', () => {
  expect(momentIn(localText('2026-11-27T12:34:56Z'))).toBe('2026-11-27T12:34:00.000Z');
  expect(localText('')).toBe('');
  expect(momentIn('')).toBe('');
});
