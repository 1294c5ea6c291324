import { expect, it } from 'vitest';
import { WEEKDAYS, type Weekday, weekdaysText } from '@/ui/weekdays';

const names = Object.fromEntries(WEEKDAYS.map((day) => [day, day])) as Record<Weekday, string>;
const text = (...days: Weekday[]) => weekdaysText(days, names, 'all');

it('says days in a row as a range', () => {
  expect(text('mon', 'tue', 'wed', 'thu', 'fri')).toBe('mon–fri');
  expect(text('sat', 'sun')).toBe('sat, sun');
  expect(text('fri', 'mon', 'tue', 'wed')).toBe('mon–wed, fri');
  expect(text()).toBe('all');
  expect(text(...WEEKDAYS)).toBe('all');
});
