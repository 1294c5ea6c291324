import { useFormat } from '@/i18n/format';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

// The names of the days as the person calls them: "lun".
export function useWeekdayNames(): Record<Weekday, string> {
  const { locale } = useFormat();
  const names = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return Object.fromEntries(WEEKDAYS.map((day, index) => [day, names.format(A_MONDAY + index * DAY_MS)])) as Record<
    Weekday,
    string
  >;
}

// "lun–vie", "sáb, dom": days in a row are a range. None named means all.
export function weekdaysText(days: readonly Weekday[], names: Record<Weekday, string>, all: string): string {
  const runs: Weekday[][] = [];
  WEEKDAYS.forEach((day, index) => {
    if (!days.includes(day)) return;
    const run = runs.at(-1);
    if (run && WEEKDAYS[index - 1] === run.at(-1)) run.push(day);
    else runs.push([day]);
  });
  if (runs.length === 0 || runs[0]?.length === WEEKDAYS.length) return all;
  const said = (run: Weekday[]) =>
    (run.length > 2 ? [run.slice(0, 1), run.slice(-1)] : [run])
      .map((part) => part.map((day) => names[day]).join(', '))
      .join('–');
  return runs.map(said).join(', ');
}
