import { describe, expect, it } from 'vitest';
import { capture, reading } from '@mock/captures';
import { outcomeOf } from '@/features/captures/outcome';

const stay = capture().stay!; // eslint-disable-line @typescript-eslint/no-non-null-assertion -- the mock's has one
const time = capture().taken_at;

describe('outcomeOf', () => {
  it.each([
    ['outcome.opened', {}],
    ['outcome.closed', { stay: { ...stay, happened: 'closed' } }],
    ['outcome.asked', { stay: { ...stay, happened: 'asked' } }],
    ['nothing.blurred', { readings: [], nothing_read: 'blurred', sighting: null, stay: null }],
    ['nothing.other', { readings: [], nothing_read: null, sighting: null, stay: null }],
    ['outcome.doubtful', { readings: [reading('AB123CD', { verdict: 'doubtful' })], sighting: null, stay: null }],
    ['outcome.too_old', { stay: null, offers: ['use_arrival_time'], taken_at: { ...time, flags: ['too_old'] } }],
    ['outcome.future', { stay: null, offers: ['use_arrival_time'], taken_at: { ...time, flags: ['future'] } }],
    ['outcome.no_place', { stay: null, place: null }],
    ['outcome.no_zone', { stay: null }],
  ] as const)('%s', (key, more) => {
    expect(outcomeOf(capture(more as Parameters<typeof capture>[0])).key).toBe(key);
  });

  it('offers to set the place of a stay that has none, and the time of an old photo', () => {
    expect(outcomeOf(capture({ place: null })).mend).toBe('place');
    expect(outcomeOf(capture({ stay: null, offers: ['use_arrival_time'] })).mend).toBe('time');
    expect(outcomeOf(capture()).mend).toBeUndefined();
  });
});
