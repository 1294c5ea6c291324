import { on } from '@mock/route';
import type { Schemas } from '@/api/client';

export const part = (from: string, plates: number, amount: number): Schemas['TotalsPart'] => ({
  from,
  to: new Date(Date.parse(from) + 3_600_000).toISOString(),
  plates,
  unique_places: Math.ceil(plates / 2),
  charges_total: amount > 0 ? [{ amount, currency: 'ARS' }] : [],
});

const hour = (index: number) => `2026-03-10T${String(index + 3).padStart(2, '0')}:00:00.000Z`;
const hours = Array.from({ length: 21 }, (_, index) => hour(index));

export const usual: Schemas['UsualTotals'] = {
  weeks: 8,
  today: part(hour(0), 120, 4_800_000),
  usual: part(hour(0), 100, 4_000_000),
  hours: hours.slice(0, 12).map((at, index) => part(at, index * 2, index * 90_000)),
  usual_hours: hours.map((at, index) => part(at, index, index * 80_000)),
};

export const sighting: Schemas['Sighting'] = {
  id: '0199a000-0000-7000-8000-0000000000f1',
  plate: 'AB123CD',
  plate_as_read: 'AB123CD',
  confidence: 0.98,
  alternatives: [],
  region: 'ar',
  seen_at: '2026-03-10T15:00:00Z',
  seen_until: '2026-03-10T15:00:00Z',
  times_seen: 1,
  time_flags: [],
  place: null,
  device: 'gate-1',
  zone: '',
  capture: null,
  evidence: null,
  crop: null,
  corrected: false,
  recorded_at: '2026-03-10T15:00:01Z',
  match: null,
};

export const queue: Schemas['Queue'] = {
  waiting: 3,
  running: 1,
  dead: 2,
  oldest_ms: 1_200,
  kinds: [
    { job: 'captures.read_photo', role: 'reader', waiting: 3, running: 1, dead: 0, oldest_ms: 1_200 },
    { job: 'parking.on_plate_seen', role: 'worker', waiting: 0, running: 0, dead: 2, oldest_ms: 0 },
  ],
};

export const dashboard = [
  on('get', '/v1/parking/totals/usual', () => usual),
  on('get', '/v1/parking/totals', () => ({ ...usual.today, parts: usual.hours })),
  on('get', '/v1/parking/occupancy', () => ({
    items: [
      {
        zone: { id: 'z1', name: 'Centro A', time_zone: 'America/Argentina/Buenos_Aires' },
        inside: 18,
        capacity: 20,
        free: 2,
      },
      {
        zone: { id: 'z2', name: 'Terminal', time_zone: 'America/Argentina/Buenos_Aires' },
        inside: 4,
        capacity: null,
        free: null,
      },
    ],
  })),
  on('get', '/v1/sightings', () => ({ items: [sighting], next: null })),
  on('get', '/v1/queue', () => queue),
];
