// Tariff documents: where a new one starts, and what differs between two.
import type { TariffDocument } from '@/features/parking/queries';

export type Rate = TariffDocument['rates'][number];
export type Step = NonNullable<Rate['steps']>[number];
export type Band = TariffDocument['bands'][number];
export type Cap = NonNullable<TariffDocument['caps']>[number];
export type Example = NonNullable<TariffDocument['examples']>[number];

export const newRate = (id: string): Rate => ({ id, name: { es: '', en: '' }, steps: [{ minutes: 60, price: 0 }] });

export function newDocument(currency: string, zone: string): TariffDocument {
  return {
    name: { es: '', en: '' },
    currency,
    zone,
    rates: [{ id: 'hour', name: { es: 'Hora', en: 'Hour' }, steps: [{ minutes: 60, price: 100_000 }] }],
    bands: [{ rate: 'hour' }],
    caps: [],
    examples: [],
  };
}

// "car", "car_2", …: an id that no other has.
export function freeId(wanted: string, taken: string[]): string {
  let id = wanted;
  for (let number = 2; taken.includes(id); ++number) id = `${wanted}_${number}`;
  return id;
}

export interface Change {
  path: string[]; // ["rates", "car", "steps", "1", "price"]
  before: unknown; // undefined: it was not there
  after: unknown; // undefined: it is no longer there
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

// Rates and caps are named by their ids, so that one more in between does not change all that follow.
function entriesOf(value: object): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value);
  return value.map((each: unknown, index) => [
    isObject(each) && typeof each.id === 'string' ? each.id : String(index + 1),
    each,
  ]);
}

interface Leaf {
  path: string[];
  value: unknown;
}

function leavesOf(value: unknown, path: string[] = []): Leaf[] {
  if (isObject(value)) return entriesOf(value).flatMap(([name, each]) => leavesOf(each, [...path, name]));
  return value === null || value === undefined ? [] : [{ path, value }];
}

const keyed = (leaves: Leaf[]) => new Map(leaves.map((leaf) => [leaf.path.join('\n'), leaf]));

export function changes(before: TariffDocument, after: TariffDocument): Change[] {
  const [old, young] = [keyed(leavesOf(before)), keyed(leavesOf(after))];
  return [...new Map([...old, ...young])]
    .map(([key, { path }]) => ({ path, before: old.get(key)?.value, after: young.get(key)?.value }))
    .filter((change) => change.before !== change.after);
}

// A Saturday to come, for "2 h 40 on a Saturday costs …".
export function nextSaturday(now: Date): string {
  const day = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7 || 7));
  return day.toISOString().slice(0, 10);
}

const later = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

export function firstExamples(now: Date): [Example, ...Example[]] {
  const saturday = nextSaturday(now);
  const monday = later(saturday, 2);
  return [
    { entered: `${saturday} 10:00`, left: `${saturday} 12:40`, total: 0 },
    { entered: `${monday} 09:00`, left: `${monday} 10:05`, total: 0 },
    { entered: `${monday} 20:00`, left: `${later(monday, 1)} 08:00`, total: 0 },
  ];
}

// A month that is over: the first of the last one, the first of this one.
export function lastMonth(now: Date): [from: string, until: string] {
  const first = (months: number) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() + months, 1)).toISOString().slice(0, 10);
  return [first(-1), first(0)];
}
