import type { Part } from '@/features/dashboard/queries';

export type Measure = 'plates' | 'charges';

export interface Bar {
  from: string;
  value: number; // a count, or minor units
  usual: number | null;
}

export const currenciesIn = (parts: Part[]): string[] => [
  ...new Set(parts.flatMap(({ charges_total }) => charges_total.map(({ currency }) => currency))),
];

const figure = (part: Part | undefined, measure: Measure, currency: string): number | null => {
  if (!part) return null;
  if (measure === 'plates') return part.plates;
  return part.charges_total.find((money) => money.currency === currency)?.amount ?? 0;
};

// A bar for each part; beside what is usual, also for the hours of today that are still to come.
export function barsOf(parts: Part[], usual: Part[] | undefined, measure: Measure, currency: string): Bar[] {
  const at = new Map(parts.map((part) => [Date.parse(part.from), part]));
  return (usual ?? parts).map((slot) => ({
    from: slot.from,
    value: figure(at.get(Date.parse(slot.from)), measure, currency) ?? 0,
    usual: usual ? figure(slot, measure, currency) : null,
  }));
}
