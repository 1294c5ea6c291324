// A small town to look at: zones with their gates, cars of eight weeks, photos, a list of stolen plates, a webhook that is
// down and a job that was given up.
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { openZone } from '../journeys/zone.js';
import { PLACE } from '../journeys/api.js';

// Where it is four in the afternoon now: the town's day is in full swing whenever it is looked at.
const hoursEast = (16 - new Date().getUTCHours() + 36) % 24 - 12;
export const TIME_ZONE = `Etc/GMT${hoursEast > 0 ? '-' : '+'}${Math.abs(hoursEast)}`;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 57;
const AT_ONCE = 500;
// How many come in each hour of a busy day.
const BY_HOUR = [0, 0, 0, 0, 0, 0, 0, 1, 3, 4, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 0, 0, 0, 0];
const BY_WEEKDAY = [0.2, 1, 0.9, 1, 1.1, 1.3, 0.6]; // from Sunday
const PHOTOS = ['ar01_in', 'ar02_in', 'ar03_in', 'ar04_in', 'ar05_in', 'ar06_in'];

// The same town each time: a multiplicative generator.
function chances(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function plates(chance) {
  const letter = () => 'ABCDEFGHJKLMNPQRSTVWXYZ'[Math.floor(chance() * 23)];
  const digit = () => Math.floor(chance() * 10);
  return Array.from({ length: 240 }, () => `A${letter()}${digit()}${digit()}${digit()}${letter()}${letter()}`);
}

async function zonesOf(api) {
  const places = [
    ['Centro A', 0, 0, 20],
    ['Terminal', 0.006, 0.004, 60],
    ['Hospital', -0.005, 0.007, 35],
  ];
  const zones = [];
  const before = (await api.expect(200, 'GET', '/v1/parking/zones')).items;
  for (const [name, lat, lon, capacity] of places) {
    const [latitude, longitude] = [PLACE.latitude + lat, PLACE.longitude + lon];
    const area = { type: 'Circle', coordinates: [longitude, latitude], radius_m: 180 };
    const zone = await openZone(api, { name, capacity, area, time_zone: TIME_ZONE });
    for (const direction of ['in', 'out'])
      await api.expect(201, 'POST', '/v1/devices', {
        json: {
          name: `${name.toLowerCase().replace(' ', '-')}-${direction}`, kind: 'gate', zone: zone.id, direction,
          position: { lat: latitude, lon: longitude, accuracy_m: null },
        },
      });
    zones.push({ id: zone.id, tariff: zone.tariff, gate: name.toLowerCase().replace(' ', '-'), latitude, longitude });
  }
  for (const { id } of before)
    await api.expect(200, 'PATCH', `/v1/parking/zones/${id}`, { json: { time_zone: TIME_ZONE, tariff: zones[0].tariff } });
  return zones;
}

// Comings and goings up to now, in the order of time.
function traffic(zones, now) {
  const chance = chances(2026);
  const cars = plates(chance);
  const sightings = [];
  const midnight = Math.floor((now.getTime() + hoursEast * HOUR_MS) / DAY_MS) * DAY_MS - hoursEast * HOUR_MS;
  for (let day = DAYS - 1; day >= 0; --day) {
    const begins = midnight - day * DAY_MS;
    const busy = BY_WEEKDAY[new Date(begins + (hoursEast + 12) * HOUR_MS).getUTCDay()] * (0.85 + 0.3 * chance());
    BY_HOUR.forEach((cars_an_hour, hour) => {
      for (let i = 0; i < Math.round(cars_an_hour * busy); ++i) {
        const zone = zones[Math.floor(chance() * zones.length)];
        const entered = begins + (hour + chance()) * HOUR_MS;
        const left = entered + (20 + 200 * chance()) * 60_000;
        const plate = cars[Math.floor(chance() * cars.length)];
        for (const [at, direction] of [[entered, 'in'], [left, 'out']])
          if (at < now.getTime()) sightings.push({
            plate, confidence: 0.9 + 0.09 * chance(), seen_at: new Date(at).toISOString(), device: `${zone.gate}-${direction}`, region: 'ar',
            place: { lat: zone.latitude, lon: zone.longitude },
          });
      }
    });
  }
  return sightings.sort((one, other) => one.seen_at.localeCompare(other.seen_at));
}

async function watchList(api, plate) {
  const list = await api.expect(201, 'POST', '/v1/watch/lists', {
    json: { name: 'Robados', kind: 'stolen', description: 'De la comisaría, cada lunes' },
  });
  for (const [wanted, why] of [[plate, 'Robo del 1 de marzo'], ['AC482KD', 'Pedido del juzgado'], ['AD019BX', 'Secuestro pendiente']])
    await api.expect(201, 'POST', `/v1/watch/lists/${list.id}/entries`, {
      json: { plate: wanted, why, who: 'Comisaría 1', reference: 'IPP 1234/26', region: 'ar', until: null },
    });
  return list.id;
}

// What no program makes on purpose.
function giveUpAJob(data) {
  const database = new DatabaseSync(path.join(data, 'patente.db'));
  database.exec('PRAGMA busy_timeout = 20000');
  const at = Date.now();
  database
    .prepare('INSERT INTO queue_dead_jobs (id, job, payload, event_id, made_at, dead_at, attempts, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(randomUUID(), 'parking.plate_seen', JSON.stringify({ sighting: randomUUID() }), randomUUID(), at - 20 * 60_000, at - 60_000, 8, 'there is no space on the disk');
  database.close();
}

// `data`: its folder, where this machine has it. Gives the ids that pages are opened with.
export async function build(api, data) {
  const zones = await zonesOf(api);
  const webhook = await api.expect(201, 'POST', '/v1/webhooks', {
    json: { url: 'http://127.0.0.1:9/patente', description: 'Tablero de la municipalidad', types: ['parking'], plate: '', zone: '', active: true },
  });
  const sightings = traffic(zones, new Date());
  const list = await watchList(api, sightings.at(-1).plate);
  for (let at = 0; at < sightings.length; at += AT_ONCE)
    await api.expect(201, 'POST', '/v1/sightings', { json: sightings.slice(at, at + AT_ONCE) });
  for (const name of PHOTOS) await api.capture(name, { takenAt: new Date(Date.now() - 10 * 60_000), device: 'centro-a-in' });
  if (data) giveUpAJob(data);
  const [ticket] = (await api.expect(200, 'GET', '/v1/parking/tickets?limit=1')).items;
  return {
    zone: zones[0].id, tariff: zones[0].tariff, list, webhook: webhook.id, ticket: ticket.number, plate: sightings.at(-1).plate,
  };
}
