import { describe, expect, it } from 'vitest';
import { dayText, partsOf, periodIn, spanOf } from '@/features/dashboard/period';

const now = new Date('2026-03-10T15:30:00');
const span = (search: string) => {
  const found = spanOf(new URLSearchParams(search), now);
  return found && [dayText(found.from), dayText(found.to), partsOf(found)];
};

describe('the period in the address', () => {
  it.each([
    ['', null],
    ['period=nonsense', null],
    ['period=yesterday', ['2026-03-09', '2026-03-10', 'hour']],
    ['period=week', ['2026-03-04', '2026-03-11', 'day']],
    ['period=month', ['2026-02-09', '2026-03-11', 'day']],
    ['period=own&from=2026-03-01&to=2026-03-02', ['2026-03-01', '2026-03-03', 'hour']],
    ['period=own&from=2026-03-05&to=2026-03-01', ['2026-03-01', '2026-03-06', 'day']],
    ['period=own&from=garbage', ['2026-03-10', '2026-03-11', 'hour']],
  ])('%s', (search, expected) => expect(span(search)).toEqual(expected));

  it('is live where nothing is said', () => expect(periodIn(new URLSearchParams())).toBe('live'));
});
