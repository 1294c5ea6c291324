import { expect, it } from 'vitest';
import { instantOf, localIn } from '@/ui/moments';

it('turns the clocks of a place into instants and back', () => {
  for (const [local, zone, instant] of [
    ['2026-03-01T14:05', 'America/Argentina/Buenos_Aires', '2026-03-01T17:05:00.000Z'],
    ['2026-03-01T00:00', 'Europe/Madrid', '2026-02-28T23:00:00.000Z'],
    ['2026-07-01T00:00', 'Europe/Madrid', '2026-06-30T22:00:00.000Z'],
  ] as const) {
    expect(instantOf(local, zone)).toBe(instant);
    expect(localIn(instant, zone)).toBe(local);
  }
});

it('takes a time that the clocks skipped for one that they showed', () => {
  expect(localIn(instantOf('2026-03-29T02:30', 'Europe/Madrid') ?? '', 'Europe/Madrid')).toMatch(/T0[13]:30$/);
});

it('knows what is no time', () => {
  expect(instantOf('', 'UTC')).toBeNull();
  expect(instantOf('2026-13-01T00:00', 'UTC')).toBeNull();
  expect(instantOf('2026-03-01T00:00', 'America/Argen')).toBeNull();
});
