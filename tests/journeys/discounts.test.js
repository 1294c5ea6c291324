// Who pays less: a permit's holder, a shop's customer; over the API and in the app.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo, photoTakenAt, plateOf } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

const sumOf = (charge) => charge.lines.reduce((sum, line) => sum + line.amount, 0);

async function parkingLot(t) {
  const server = await Server.started(t);
  const api = new Api(server);
  return { server, api, zone: await openZone(api) };
}

const resident = (plate, zone, more = {}) =>
  ({ kind: 'resident', reference: 'RES-12', holder: 'Juana Pérez', plates: [plate], zones: [zone.id], ...more });

test('the holder of a permit parks for nothing and the ticket says why; revoked, it counts no more', async (t) => {
  const { server, api, zone } = await parkingLot(t);
  const plate = await plateOf('ar01_in');
  const permit = await api.expect(201, 'POST', '/v1/permits', { json: resident(plate, zone) });
  assert.deepEqual((await api.expect(200, 'GET', `/v1/permits?plate=${plate}`)).items, [permit]);
  const taken = await api.call('POST', '/v1/permits', { json: resident('ZZ999ZZ', { id: 'nowhere' }) });
  assert.equal(taken.status, 422);
  assert.deepEqual(taken.body.errors.map(({ pointer }) => pointer), ['/zones/0']);

  const phone = await Phone.started(t, server);
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_in', minutesAgo(90)));
  await phone.card().getByText(/Estadía abierta/).waitFor();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_out', minutesAgo(5)));
  await phone.card().getByText(/Estadía cerrada/).waitFor();
  await phone.card().getByText('Sin cargo', { exact: true }).waitFor();
  await phone.card().getByRole('link', { name: 'Ver el ticket' }).click();
  await phone.page.getByText(/Permiso de residente RES-12: sin cargo/).waitFor();
  await phone.picture('ticket-es-permit');

  const [stay] = (await api.expect(200, 'GET', `/v1/parking/stays?plate=${plate}`)).items;
  assert.equal(stay.charge.total.amount, 0);
  assert.equal(sumOf(stay.charge), 0);
  assert.deepEqual(stay.charge.lines.map(({ rule }) => rule), ['hour/1', 'permit/RES-12']);
  const page = await (await fetch((await api.expect(200, 'GET', `/v1/parking/tickets/${stay.ticket}`)).page)).text();
  assert.match(page, /Permiso de residente RES-12: sin cargo/);
  assert.doesNotMatch(page, /Juana/, 'a ticket does not say who holds it');

  const stale = await api.call('PATCH', `/v1/permits/${permit.id}`, { json: { note: 'x' }, headers: { 'If-Match': '"7"' } });
  assert.equal(stale.status, 412);
  await api.expect(200, 'PATCH', `/v1/permits/${permit.id}`, { json: { plates: [plate, 'AC 456 DE'] } });
  const revoked = await api.expect(200, 'PUT', `/v1/permits/${permit.id}/revocation`, { json: { reason: 'moved away' } });
  assert.equal(revoked.revoked.reason, 'moved away');
  const history = await api.expect(200, 'GET', `/v1/permits/${permit.id}/history`);
  assert.deepEqual(history.items.map(({ settings }) => settings.plates.length), [1, 2]);
  assert.equal((await api.call('PATCH', `/v1/permits/${permit.id}`, { json: { note: 'x' } })).status, 409);
  const next = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate: 'AC456DE', zone: zone.id } });
  const closed = await api.expect(200, 'PUT', `/v1/parking/stays/${next.id}/closure`, { json: { reason: 'left' } });
  assert.ok(closed.charge.lines.every(({ rule }) => !rule.startsWith('permit/')));
});

test('a misread exit gets no permit until a person says in the app which plate it is', async (t) => {
  const { server, api, zone } = await parkingLot(t);
  await api.expect(201, 'POST', '/v1/permits', { json: resident('AB123CD', zone) });
  const see = (plate, minutes, more) => api.expect(201, 'POST', '/v1/sightings',
    { json: { plate, zone: zone.id, seen_at: minutesAgo(minutes).toISOString(), ...more } });
  await see('AB123CD', 90);
  for (let open = []; !open.length;) open = (await api.expect(200, 'GET', '/v1/parking/stays?state=open')).items;
  await see('AB128CD', 10, { confidence: 0.5, alternatives: [{ plate: 'AB123CD', confidence: 0.45 }] });
  let stay;
  do [stay] = (await api.expect(200, 'GET', '/v1/parking/stays?plate=AB123CD')).items; while (stay.state === 'open');
  assert.equal(stay.match.by, 'misreading');
  assert.deepEqual(stay.flags, ['permit_unclear']);
  assert.equal(stay.owed.amount, 200_000);

  const phone = await Phone.started(t, server);
  const { page } = phone;
  await phone.open(`/parking/stays/${stay.id}`);
  await page.getByText(/El permiso de AB123CD no se tuvo en cuenta: la salida se leyó como AB128CD/).waitFor();
  await phone.picture('stay-es-permit-unclear', { fullPage: false });
  await page.getByRole('button', { name: 'Es AB123CD: aplicar el permiso' }).click();
  await page.getByText('Sin cargo', { exact: true }).first().waitFor();
  assert.deepEqual((await api.expect(200, 'GET', `/v1/parking/stays/${stay.id}`)).flags, []);
});

test("a shop's code takes its hour off once, in the app; its stamp has a limit", async (t) => {
  const { server, api, zone } = await parkingLot(t);
  const stamp = await api.expect(201, 'POST', '/v1/stamps',
    { json: { shop: 'Kiosco Sol', benefit: { kind: 'minutes', minutes: 60 }, zones: [zone.id], uses_max: 2 } });
  const { items: [code, other] } = await api.expect(201, 'POST', `/v1/stamps/${stamp.id}/codes`, { json: { count: 2 } });

  const phone = await Phone.started(t, server);
  const { page } = phone;
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar02_in', minutesAgo(90)));
  await phone.card().getByText(/Estadía abierta/).waitFor();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar02_out', minutesAgo(5)));
  await phone.card().getByText(/Estadía cerrada/).waitFor();
  await phone.card().getByRole('link', { name: 'Cobrar' }).click();
  await page.getByRole('link', { name: 'Poner un sello' }).click();
  await page.getByLabel('Código', { exact: false }).fill('0000-0000-00');
  await page.getByRole('button', { name: 'Poner el sello' }).click();
  await page.getByText('No existe ese código.').waitFor();
  await page.getByLabel('Código', { exact: false }).fill(code.toLowerCase().replaceAll('-', ''));
  await phone.picture('stamp-es-code', { fullPage: false });
  await page.getByRole('button', { name: 'Poner el sello' }).click();
  await page.getByRole('status').getByText(/Kiosco Sol/).waitFor();

  const [stay] = (await api.expect(200, 'GET', `/v1/parking/stays?plate=${await plateOf('ar02_in')}`)).items;
  assert.equal(stay.owed.amount, 100_000);
  assert.equal(sumOf(stay.charge), stay.charge.total.amount);
  const [given] = (await api.expect(200, 'GET', `/v1/validations?stay=${stay.ticket}`)).items;
  const again = await api.expect(201, 'POST', '/v1/validations', { json: { stay: stay.ticket, code } });
  assert.equal(again.id, given.id, 'one stamp counts once for a stay');
  const usedUp = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate: 'AC456DE', zone: zone.id } });
  assert.equal((await api.call('POST', '/v1/validations', { json: { stay: usedUp.id, code } })).body.code, 'code-used');
  await api.expect(201, 'POST', '/v1/validations', { json: { stay: usedUp.id, stamp: stamp.id } });
  const third = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate: 'AD456DE', zone: zone.id } });
  assert.equal((await api.call('POST', '/v1/validations', { json: { stay: third.id, code: other } })).body.code, 'stamp-not-given');
  assert.equal((await api.expect(200, 'GET', `/v1/stamps/${stamp.id}`)).uses, 2);

  await api.expect(204, 'DELETE', `/v1/validations/${given.id}?reason=wrong%20car`);
  assert.equal((await api.expect(200, 'GET', `/v1/parking/stays/${stay.id}`)).owed.amount, 200_000);
});
