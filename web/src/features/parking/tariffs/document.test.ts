import { describe, expect, it } from 'vitest';
import {
  changes,
  firstExamples,
  freeId,
  lastMonth,
  newDocument,
  newRate,
  nextSaturday,
} from '@/features/parking/tariffs/document';

const document = newDocument('ARS', 'America/Argentina/Buenos_Aires');

describe('changes', () => {
  it('names what differs, and nothing else', () => {
    const rates = document.rates.map((rate) => ({ ...rate, steps: [{ minutes: 60, price: 150_000 }] }));
    const dearer = { ...document, rates, valid_from: '2026-05-01' };
    expect(changes(document, dearer)).toEqual([
      { path: ['rates', 'hour', 'steps', '1', 'price'], before: 100_000, after: 150_000 },
      { path: ['valid_from'], before: undefined, after: '2026-05-01' },
    ]);
    expect(changes(document, structuredClone(document))).toEqual([]);
  });

  it('knows rates by their id, wherever they stand', () => {
    const more = { ...document, rates: [newRate('van'), ...document.rates] };
    expect(changes(document, more).every(({ path }) => path[1] === 'van')).toBe(true);
    expect(changes(more, document).every(({ after }) => after === undefined)).toBe(true);
  });

  it('takes null for what is not there, as the API does', () => {
    expect(changes(document, { ...document, grace: null, holidays: null })).toEqual([]);
  });
});

it('an id that is taken gets a number', () => {
  expect([freeId('hour', []), freeId('hour', ['hour']), freeId('hour', ['hour', 'hour_2'])]).toEqual([
    'hour',
    'hour_2',
    'hour_3',
  ]);
});

it('the Saturday of the examples is to come', () => {
  expect(nextSaturday(new Date(2026, 2, 2))).toBe('2026-03-07');
  expect(nextSaturday(new Date(2026, 2, 7))).toBe('2026-03-14');
  expect(firstExamples(new Date(2026, 2, 2))[0]).toMatchObject({
    entered: '2026-03-07 10:00',
    left: '2026-03-07 12:40',
  });
});

it('last month is over', () => {
  expect(lastMonth(new Date(2026, 2, 31))).toEqual(['2026-02-01', '2026-03-01']);
  expect(lastMonth(new Date(2026, 0, 1))).toEqual(['2025-12-01', '2026-01-01']);
});
