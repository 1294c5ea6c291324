// What the dashboard shows: now, or any period; kept in the address.
export const PERIODS = ['live', 'yesterday', 'week', 'month', 'own'] as const;
export type PeriodName = (typeof PERIODS)[number];

export interface Span {
  from: Date;
  to: Date;
}

const HOUR_MS = 3_600_000;
const HOURS_AT_MOST = 72; // longer periods are shown by day

export const midnight = (at: Date, days = 0): Date => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);

const dayIn = (text: string | null): Date | null => {
  const day = text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00`) : null;
  return day && !Number.isNaN(day.getTime()) ? day : null;
};

export const dayText = (at: Date): string =>
  [at.getFullYear(), String(at.getMonth() + 1).padStart(2, '0'), String(at.getDate()).padStart(2, '0')].join('-');

export function periodIn(search: URLSearchParams): PeriodName {
  return PERIODS.find((each) => each === search.get('period')) ?? 'live';
}

// From midnight to midnight of this device's clock; null: live. `to` of an own period is its last day.
export function spanOf(search: URLSearchParams, now: Date): Span | null {
  const today = midnight(now);
  switch (periodIn(search)) {
    case 'live':
      return null;
    case 'yesterday':
      return { from: midnight(now, -1), to: today };
    case 'week':
      return { from: midnight(now, -6), to: midnight(now, 1) };
    case 'month':
      return { from: midnight(now, -29), to: midnight(now, 1) };
    case 'own': {
      const from = dayIn(search.get('from')) ?? today;
      const last = dayIn(search.get('to')) ?? from;
      return { from: from < last ? from : last, to: midnight(from < last ? last : from, 1) };
    }
  }
}

export const partsOf = ({ from, to }: Span): 'hour' | 'day' =>
  to.getTime() - from.getTime() <= HOURS_AT_MOST * HOUR_MS ? 'hour' : 'day';
