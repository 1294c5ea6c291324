// What a photo did, in one sentence, and what a person can do about it. Pure.
import type { Capture } from '@/features/captures/queries';

export type Mend = 'place' | 'time';

export interface Outcome {
  severity: 'success' | 'info' | 'warning';
  key: string; // of the words
  mend?: Mend;
}

const NOTHING = [
  'no_plate',
  'too_small',
  'blurred',
  'dark',
  'not_an_image',
  'image_too_large',
  'image_broken',
  'failed',
  'cancelled',
  'expired',
];
const SEVERITIES: Record<string, Outcome['severity']> = { opened: 'success', closed: 'success', asked: 'warning' };

export function outcomeOf({
  nothing_read: nothing,
  readings,
  sighting,
  stay,
  place,
  taken_at,
  offers,
}: Capture): Outcome {
  if (!readings.length)
    return { severity: 'warning', key: `nothing.${nothing && NOTHING.includes(nothing) ? nothing : 'other'}` };
  if (stay) {
    return {
      severity: SEVERITIES[stay.happened] ?? 'info',
      key: `outcome.${stay.happened}`,
      ...(!place && { mend: 'place' }),
    };
  }
  if (!sighting) return { severity: 'warning', key: 'outcome.doubtful' };
  if (offers.includes('use_arrival_time')) {
    return {
      severity: 'warning',
      key: `outcome.${taken_at.flags.includes('future') ? 'future' : 'too_old'}`,
      mend: 'time',
    };
  }
  if (!place) return { severity: 'warning', key: 'outcome.no_place', mend: 'place' };
  return { severity: 'info', key: 'outcome.no_zone', mend: 'place' };
}
