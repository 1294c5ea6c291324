import { describe, expect, it } from 'vitest';
import type { Happening } from '@/api/events';
import { KEPT, type Seen, withNews } from '@/features/dashboard/feed';

const seen = (id: string, plate = 'AB123CD'): Happening => ({
  id,
  type: 'sightings.plate_seen',
  at: '2026-03-10T12:00:00Z',
  plate,
  zone: null,
  data: { sighting: id, confidence: 0.9, seen_at: '2026-03-10T12:00:00Z', device: 'gate' },
});
const read = (capture: string, sighting: string | null): Happening => ({
  ...seen(capture),
  type: 'captures.read',
  data: { capture, sighting },
});
const ids = (list: Seen[]) => list.map(({ id }) => id);

describe('the live feed', () => {
  it('shows the newest first, each once, and no more than fit', () => {
    const many = withNews(
      [],
      Array.from({ length: 3 * KEPT }, (_, index) => seen(`s${index}`)),
    );
    expect(many).toHaveLength(KEPT);
    expect(many[0]?.id).toBe(`s${3 * KEPT - 1}`);
    const again = withNews(many, [seen('s0'), seen(`s${3 * KEPT - 2}`)]);
    expect(ids(again).slice(0, 3)).toEqual([`s${3 * KEPT - 2}`, 's0', `s${3 * KEPT - 1}`]);
    expect(new Set(ids(again)).size).toBe(KEPT);
  });

  it('gives a sighting the picture of its photo, whichever comes first', () => {
    const list = withNews([], [seen('a'), read('photo-a', 'a'), read('photo-b', 'b'), seen('b')]);
    expect(list.map(({ id, capture }) => [id, capture])).toEqual([
      ['b', 'photo-b'],
      ['a', 'photo-a'],
    ]);
    expect(withNews(withNews([], [seen('c')]), [read('photo-c', 'c')])[0]?.capture).toBe('photo-c');
    expect(withNews([], [read('nothing', null)])).toEqual([]);
  });
});
