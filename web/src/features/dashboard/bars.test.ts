import { expect, it } from 'vitest';
import { barsOf, currenciesIn } from '@/features/dashboard/bars';
import type { Part } from '@/features/dashboard/queries';

const part = (hour: number, plates: number, amount = 0): Part => ({
  from: `2026-03-10T${String(hour).padStart(2, '0')}:00:00Z`,
  to: `2026-03-10T${String(hour + 1).padStart(2, '0')}:00:00Z`,
  plates,
  unique_places: 1,
  charges_total: amount ? [{ amount, currency: 'ARS' }] : [],
});

it('puts what is usual beside today, also for the hours to come', () => {
  const bars = barsOf([part(9, 4), part(10, 1)], [part(9, 3), part(10, 2), part(11, 7)], 'plates', 'ARS');
  expect(bars.map(({ value, usual }) => [value, usual])).toEqual([
    [4, 3],
    [1, 2],
    [0, 7],
  ]);
});

it('shows charges of one currency, and nothing where none were', () => {
  const parts = [part(9, 4, 1500), part(10, 1)];
  expect(barsOf(parts, undefined, 'charges', 'ARS').map(({ value, usual }) => [value, usual])).toEqual([
    [1500, null],
    [0, null],
  ]);
  expect(currenciesIn(parts)).toEqual(['ARS']);
});
