// A small town to look at: zones with their gates, cars of eight weeks, photos, a list of stolen plates, a webhook that is
// down and a job that was given up.
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { openZone } from '../journeys/zone.js';
import { PLACE } from '../journeys/api.js';
import { Session } from '../journeys/session.js';

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
  // One leaves who may be either of two that came.
  for (const [plate, minutes, direction, confidence] of [['AB123CK', 90, 'in', 0.98], ['AB123CW', 85, 'in', 0.98], ['AB123CC', 20, 'out', 0.5]])
    sightings.push({
      plate, confidence, seen_at: new Date(now.getTime() - minutes * 60_000).toISOString(), device: `centro-a-${direction}`, region: 'ar',
      place: { lat: zones[0].latitude, lon: zones[0].longitude },
    });
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

// One who pays less by right and one by a shop's stamp.
async function discounts(api, zone, plate) {
  const permit = await api.expect(201, 'POST', '/v1/permits', {
    json: { kind: 'resident', reference: 'RES-12', holder: 'Juana Pérez', plates: [plate, 'AC482KD'], zones: [zone], valid_until: '2027-12-31' },
  });
  await api.expect(201, 'POST', '/v1/permits', {
    json: { kind: 'fleet', reference: 'FLOTA-3', holder: 'Correo del Sur', plates: ['AD019BX'], benefit: { kind: 'share', percent: 50 } },
  });
  const stamp = await api.expect(201, 'POST', '/v1/stamps', {
    json: { shop: 'Kiosco Sol', benefit: { kind: 'minutes', minutes: 60 }, zones: [zone], uses_max: 500, uses_per_day_max: 20 },
  });
  await api.expect(201, 'POST', `/v1/stamps/${stamp.id}/codes`, { json: { count: 6 } });
  return { permit: permit.id, stamp: stamp.id };
}

// Takes money for some tickets and closes the till, then for one more.
async function takings(api, tickets) {
  const [first, ...others] = tickets.filter(({ owed }) => owed.amount > 0);
  const pay = ({ number, owed }, method) => api.expect(201, 'POST', `/v1/parking/tickets/${number}/payments`, { json: { method, amount: owed.amount } });
  for (const [at, ticket] of others.entries()) await pay(ticket, ['cash', 'card', 'transfer'][at % 3]);
  const { methods } = await api.expect(200, 'GET', '/v1/till/takings');
  const { sum } = methods.find(({ method }) => method === 'cash');
  const closing = await api.expect(201, 'POST', '/v1/till/closings', {
    json: { declared_cash: [{ ...sum, amount: sum.amount - 50_000 }], note: 'Faltó un billete' },
  });
  await pay(first, 'cash');
  return { closing: closing.number, paid: others[0].number };
}

// Who works here: the cookies of one, and of another who has not chosen a password yet.
async function people(api) {
  const added = (login, name, roles) => api.expect(201, 'POST', '/v1/users', { json: { login, name, roles } });
  const ana = await added('ana', 'Ana Gómez', ['attendant']);
  const newcomer = await added('bruno', 'Bruno Díaz', ['officer']);
  await added('carla', 'Carla Ruiz', ['operator', 'auditor']);
  await api.expect(201, 'POST', '/v1/keys', { json: { name: 'Tablero', permissions: ['parking.read'], expires_at: '2031-01-01T00:00:00Z' } });
  const fresh = new Session(api.origin);
  await fresh.signIn('bruno', newcomer.one_time_password);
  return { ana: (await Session.opened(api.origin, 'ana', ana.one_time_password)).cookie, newcomer: fresh.cookie };
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
  const photos = [];
  for (const name of PHOTOS) photos.push(await api.capture(name, { takenAt: new Date(Date.now() - 10 * 60_000), device: 'centro-a-in' }));
  if (data) giveUpAJob(data);
  const { items: tickets } = await api.expect(200, 'GET', '/v1/parking/tickets?limit=8');
  return {
    ...(await discounts(api, zones[0].id, sightings.at(-2).plate)),
    ...(await takings(api, tickets.slice(1))),
    cookies: await people(api),
    zone: zones[0].id, tariff: zones[0].tariff, list, webhook: webhook.id, ticket: tickets[0].number, stay: tickets[0].stay,
    plate: sightings.at(-1).plate, sighting: photos[0].sighting, open: photos[0].stay.id,
  };
}
