// The latest sightings, live: a bounded list that is drawn at most twice a second, however many come.
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '@/api/client';
import { type Happening, useEvents } from '@/api/events';

export const KEPT = 24;
const DRAW_EVERY_MS = 500;

export interface Seen {
  id: string;
  plate: string;
  confidence: number;
  at: string;
  device: string;
  zone: string;
  place?: { lat: number; lon: number } | null;
  capture: string | null; // whose picture it is
}

interface SightingData {
  sighting: string;
  confidence: number;
  seen_at: string;
  device?: string;
  zone?: string | null;
  place?: { lat: number; lon: number } | null;
}
interface ReadData {
  capture: string;
  sighting?: string | null;
}

export const seenOf = (sighting: Schemas['Sighting']): Seen => ({
  id: sighting.id,
  plate: sighting.plate,
  confidence: sighting.confidence,
  at: sighting.seen_at,
  device: sighting.device,
  zone: sighting.zone,
  place: sighting.place,
  capture: sighting.capture ?? null,
});

function sightingIn({ plate, data }: Happening): Seen {
  const { sighting, confidence, seen_at, device = '', zone, place } = data as SightingData;
  return { id: sighting, plate: plate ?? '', confidence, at: seen_at, device, zone: zone ?? '', place, capture: null };
}

// Newest first, each sighting once, no more than are shown. A photo that was read gives its sighting its picture.
export function withNews(list: Seen[], news: Happening[]): Seen[] {
  const found = new Map<string, Seen>();
  const pictures = new Map<string, string>();
  for (const each of news) {
    if (each.type === 'sightings.plate_seen') {
      const seen = sightingIn(each);
      found.delete(seen.id);
      found.set(seen.id, seen);
    } else if (each.type === 'captures.read') {
      const { capture, sighting } = each.data as ReadData;
      if (sighting) pictures.set(sighting, capture);
    }
  }
  const fresh = [...found.values()].reverse();
  const all = [...fresh, ...list.filter(({ id }) => !found.has(id))].slice(0, KEPT);
  return all.map((seen) => ({ ...seen, capture: pictures.get(seen.id) ?? seen.capture }));
}

export function useFeed(start: Seen[] | undefined, on: boolean): Seen[] {
  const [list, setList] = useState<Seen[]>([]);
  const waiting = useRef<Happening[]>([]);
  useEvents(on ? ['sightings.plate_seen', 'captures.read'] : [], (event) => {
    waiting.current.push(event);
    if (waiting.current.length > 4 * KEPT) waiting.current.splice(0, 2 * KEPT); // a tab in the background is not drawn
  });
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => {
      const news = waiting.current.splice(0);
      if (news.length > 0) setList((before) => withNews(before, news));
    }, DRAW_EVERY_MS);
    return () => clearInterval(timer);
  }, [on]);
  return withStart(list, start ?? []);
}

const withStart = (list: Seen[], start: Seen[]): Seen[] =>
  list.length >= KEPT
    ? list
    : [...list, ...start.filter(({ id }) => list.every((each) => each.id !== id))].slice(0, KEPT);
