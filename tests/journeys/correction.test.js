// What a person sets right: a misread plate, and a plate that could not be read.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { minutesAgo } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

test('a corrected plate moves its stay', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);

  const entry = await api.capture('ar05_in', { takenAt: minutesAgo(70) });
  const [reading] = entry.readings;
  const right = reading.alternatives[0]?.plate ?? 'AD147MV';
  const path = `/v1/sightings/${entry.sighting}`;
  assert.equal((await api.expect(200, 'PATCH', path, { json: { plate: right } })).plate, right);

  const stays = await api.once('/v1/parking/stays?state=open', ({ items }) => items.some((stay) => stay.plate === right));
  assert.deepEqual(stays.items.map((stay) => stay.plate), [right]);
  const shown = await api.expect(200, 'GET', `/v1/captures/${entry.id}`);
  assert.equal(shown.readings[0].plate, right);
  assert.equal(shown.readings[0].as_read, reading.plate);
  assert.equal((await api.expect(200, 'GET', `/v1/parking/stays/${shown.stay.id}`)).plate, right);

  const history = await api.expect(200, 'GET', `${path}/history`);
  assert.equal(history.items[0].before.plate, reading.plate);
});

test('where nothing is read, the plate is typed and opens the stay', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);

  const unread = await api.capture('no01_empty', { takenAt: minutesAgo(10) });
  assert.deepEqual(unread.readings, []);
  assert.ok(unread.nothing_read);
  assert.ok(unread.offers.includes('enter_plate'));

  const entered = await api.expect(200, 'PUT', `/v1/captures/${unread.id}/plate`, { json: { plate: 'ab 123 cd' } });
  assert.equal(entered.readings[0].plate, 'AB123CD');
  const { stay } = await api.once(`/v1/captures/${unread.id}`, (capture) => capture.stay);
  assert.equal(stay.happened, 'opened');
});
