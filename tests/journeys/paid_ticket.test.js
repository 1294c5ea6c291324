// From a photo to a paid ticket, over the API.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { minutesAgo, plateOf } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

test('a photo opens a stay, the next one closes it, the ticket is paid', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);

  const entry = await api.capture('ar01_in', { takenAt: minutesAgo(90) });
  assert.equal(entry.readings[0].plate, await plateOf('ar01_in'));
  assert.equal(entry.place.source, 'phone');
  assert.equal(entry.stay.happened, 'opened');
  assert.equal(entry.stay.zone, 'Centro A');

  const exit = await api.capture('ar01_out', { takenAt: minutesAgo(5) });
  assert.equal(exit.stay.id, entry.stay.id);
  assert.equal(exit.stay.happened, 'closed');
  assert.deepEqual(exit.stay.owed, { amount: 200_000, currency: 'ARS' });
  assert.match(exit.stay.ticket, /^T-\d{4}-000001$/);

  const ticketPath = `/v1/parking/tickets/${exit.stay.ticket}`;
  const ticket = await api.expect(200, 'GET', ticketPath);
  assert.equal(ticket.state, 'unpaid');
  assert.equal(ticket.charge.lines.reduce((sum, line) => sum + line.amount, 0), ticket.charge.total.amount);

  await api.expect(201, 'POST', `${ticketPath}/payments`, { json: { method: 'cash', amount: 50_000 } });
  assert.equal((await api.expect(200, 'GET', ticketPath)).state, 'partly_paid');
  const tooMuch = await api.call('POST', `${ticketPath}/payments`, { json: { method: 'cash', amount: 200_000 } });
  assert.equal(tooMuch.status, 409);
  await api.expect(201, 'POST', `${ticketPath}/payments`, { json: { method: 'transfer', amount: 150_000, reference: 'TR-1' } });
  assert.equal((await api.expect(200, 'GET', ticketPath)).state, 'paid');
  assert.equal((await api.expect(200, 'GET', `/v1/parking/stays/${entry.stay.id}`)).state, 'paid');
});

test('the same photo twice is one capture and one stay', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);

  const first = await api.capture('ar02_in', { takenAt: minutesAgo(30) });
  const again = await api.capture('ar02_in', { takenAt: minutesAgo(30) });
  assert.equal(again.duplicate_of, first.id);
  assert.equal(again.sighting, first.sighting);
  const stays = await api.expect(200, 'GET', '/v1/parking/stays?state=open');
  assert.equal(stays.items.length, 1);
});

test('the same Idempotency-Key is one payment', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  await api.capture('ar03_in', { takenAt: minutesAgo(50) });
  const { stay } = await api.capture('ar03_out', { takenAt: minutesAgo(1) });

  const pay = () => api.call('POST', `/v1/parking/tickets/${stay.ticket}/payments`,
    { json: { method: 'cash', amount: 40_000 }, headers: { 'Idempotency-Key': 'till-1' } });
  const [one, other] = [await pay(), await pay()];
  assert.equal(one.status, 201);
  assert.deepEqual(other.body, one.body);
  assert.deepEqual((await api.expect(200, 'GET', `/v1/parking/stays/${stay.id}`)).owed, { amount: 60_000, currency: 'ARS' });
});

test('an old photo opens no stay until the time of arrival is used', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);

  const old = await api.capture('ar04_in', { takenAt: minutesAgo(3 * 24 * 60) });
  assert.deepEqual(old.taken_at.flags, ['too_old']);
  assert.equal(old.stay, null);
  assert.ok(old.offers.includes('use_arrival_time'));
  const now = await api.expect(200, 'PUT', `/v1/captures/${old.id}/taken-at`, { json: { source: 'arrival' } });
  assert.equal(now.taken_at.source, 'arrival');
  const { stay } = await api.once(`/v1/captures/${old.id}`, (capture) => capture.stay);
  assert.equal(stay.happened, 'opened');
});
