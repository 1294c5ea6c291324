// Filters of a list, in the address: a link shows what its sender saw, and "back" what was there before.
import { useSearchParams } from 'react-router';
import type { Filters } from '@/features/parking/queries';

const NAMES = ['plate', 'state', 'zone', 'from', 'to'] as const;
export type FilterName = (typeof NAMES)[number];
export type Chosen = Partial<Record<FilterName, string>>;

const DAY_MS = 86_400_000;
const midnight = (day: string, later = 0): string | undefined => {
  const at = new Date(`${day}T00:00:00`);
  return Number.isNaN(at.getTime()) ? undefined : new Date(at.getTime() + later).toISOString();
};

// Days as a person chooses them are whole days, the last one included.
export function asked({ plate, state, zone, from, to }: Chosen): Filters {
  const filters: Filters = { plate, state, zone, from: from && midnight(from), to: to && midnight(to, DAY_MS) };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
}

export function useFilters(): [Chosen, (change: Chosen) => void] {
  const [params, setParams] = useSearchParams();
  const chosen: Chosen = {};
  for (const name of NAMES) {
    const value = params.get(name);
    if (value) chosen[name] = value;
  }
  const choose = (change: Chosen) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  return [chosen, choose];
}
