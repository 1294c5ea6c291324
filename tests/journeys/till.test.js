// Money that a provider takes, in signed messages, and the closing of a till.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { Api } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo } from './photos.js';
import { BINARY, Server } from './server.js';
import { openZone } from './zone.js';

const OLD = 'the secret of last month';
const NEW = 'the secret of this month';

async function openLot(t) {
  const server = await Server.started(t, {
    arguments: ['--payment-secrets', `${NEW},${OLD}`, '--pay-link', 'https://pay.example/?ticket={ticket}&amount={amount}&currency={currency}'],
  });
  const api = new Api(server);
  return { server, api, zone: await openZone(api) };
}

// A stay that an attendant begins and ends by hand; gives it with its ticket.
async function parked(api, zone, plate, minutes) {
  const stay = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate, zone: zone.id, entered_at: minutesAgo(minutes).toISOString() } });
  return api.expect(200, 'PUT', `/v1/parking/stays/${stay.id}/closure`, { json: {} });
}

// As a provider's server would send it.
function said(api, message, { secret = NEW, at = Date.now(), body = JSON.stringify(message) } = {}) {
  const seconds = Math.floor(at / 1000);
  const sum = createHmac('sha256', secret).update(`${seconds}.${JSON.stringify(message)}`).digest('hex');
  return fetch(`${api.origin}/v1/till/provider-payments`, {
    method: 'POST', body, headers: { 'Content-Type': 'application/json', 'Patente-Signature': `t=${seconds},v1=${sum}` },
  }).then(async (answer) => ({ status: answer.status, body: await answer.json() }));
}

test('the same signed message twice is one payment; others are refused', async (t) => {
  const { server, api, zone } = await openLot(t);
  const stay = await parked(api, zone, 'AB123CD', 90);
  const stateOf = async () => (await api.expect(200, 'GET', `/v1/parking/stays/${stay.id}`)).state;
  const ticket = await api.expect(200, 'GET', `/v1/parking/tickets/${stay.ticket}`);
  const page = await (await fetch(ticket.page)).text();
  assert.match(page, new RegExp(`href="https://pay.example/\\?ticket=${stay.ticket}&amp;amount=2000.00&amp;currency=ARS"`));

  const ars = (amount) => ({ amount, currency: 'ARS' });
  const part = { kind: 'payment', id: 'pay-1', ticket: stay.ticket, amount: ars(50_000) };
  const refused = {
    'signature-wrong': [part, { secret: 'somebody else guesses' }],
    'signature-expired': [part, { at: Date.now() - 6 * 60_000 }],
  };
  for (const [code, [message, how]] of Object.entries(refused)) {
    const answer = await said(api, message, how);
    assert.deepEqual([answer.status, answer.body.code], [401, code]);
  }
  const changed = await said(api, part, { body: JSON.stringify({ ...part, amount: ars(50) }) });
  assert.equal(changed.body.code, 'signature-wrong');
  assert.equal((await fetch(`${api.origin}/v1/till/provider-payments`, {
    method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' },
  })).status, 401);
  assert.equal(await stateOf(), 'unpaid');

  const [one, other] = [await said(api, part), await said(api, part, { secret: OLD })];
  assert.equal(one.status, 200);
  assert.deepEqual(other.body, one.body, 'sent again, signed with the other secret');
  assert.equal(await stateOf(), 'partly_paid');
  assert.equal((await said(api, { ...part, amount: ars(60_000) })).body.code, 'idempotency-key-reused');
  assert.equal((await said(api, { ...part, id: 'pay-2', amount: { amount: 1, currency: 'USD' } })).body.code, 'payment-currency');
  assert.equal((await said(api, { ...part, id: 'pay-2', ticket: 'T-2026-999999' })).status, 404);
  assert.equal((await said(api, { ...part, id: 'pay-2', amount: ars(160_000) })).status, 200, 'the provider has the money already');
  const overpaid = await api.expect(200, 'GET', `/v1/parking/stays/${stay.id}`);
  assert.deepEqual([overpaid.state, overpaid.flags, overpaid.paid.amount], ['paid', ['overpaid'], 210_000]);

  const phone = await Phone.started(t, server);
  await phone.open(`/parking/stays/${stay.id}`);
  await phone.page.getByText('pagó de más').waitFor();
  await phone.picture('stay-es-overpaid', { fullPage: false });

  const back = { kind: 'refund', id: 'ref-1', ticket: stay.ticket, amount: ars(10_000), of: 'pay-2', reason: 'too much' };
  assert.equal((await said(api, back)).body.amount.amount, -10_000);
  assert.equal((await said(api, back)).status, 200);
  assert.equal((await said(api, { ...back, id: 'ref-2', amount: ars(150_001) })).body.code, 'refund-too-much');
  const { payments } = await api.expect(200, 'GET', `/v1/parking/tickets/${stay.ticket}`);
  assert.deepEqual(payments.map(({ method, amount }) => [method, amount.amount]),
    [['provider', 50_000], ['provider', 160_000], ['provider', -10_000]]);
  const byHand = await api.call('POST', `/v1/parking/tickets/${stay.ticket}/payments/${payments[0].id}/refund`, { json: { reason: 'by hand' } });
  assert.equal(byHand.body.code, 'payment-by-provider');
  assert.deepEqual((await said(api, { ...back, kind: 'chargeback', id: 'cb-1', of: 'pay-1', amount: ars(50_000), reason: '' })).status, 200);
  assert.equal(await stateOf(), 'partly_paid');
});

test('a till is closed once, with what is missing, and stays as it was', async (t) => {
  const { server, api, zone } = await openLot(t);
  const made = spawnSync(BINARY, ['key', 'add', '--data', server.data, '--name', 'Ana', '--permissions',
    'parking.read,parking.collect,till.close,till.read'], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const ana = new Api({ origin: server.origin, key: made.stdout.trim() });
  const [one, other] = [await parked(api, zone, 'AB123CD', 90), await parked(api, zone, 'AC456DE', 30)];
  const pay = (who, stay, method, amount) => who.expect(201, 'POST', `/v1/parking/tickets/${stay.ticket}/payments`, { json: { method, amount } });
  const cash = await pay(ana, one, 'cash', 150_000);
  await pay(ana, one, 'card', 50_000);
  await pay(api, other, 'transfer', 100_000); // another till
  await ana.expect(201, 'POST', `/v1/parking/tickets/${one.ticket}/payments/${cash.id}/refund`, { json: { amount: 20_000, reason: 'discount' } });

  const takings = await ana.expect(200, 'GET', '/v1/till/takings');
  assert.deepEqual(takings.charged, [{ amount: 200_000, currency: 'ARS' }]);
  assert.deepEqual(takings.methods.map(({ method, payments, refunds, sum }) => [method, payments, refunds, sum.amount]),
    [['cash', 1, 1, 130_000], ['card', 1, 0, 50_000]]);
  const undeclared = await ana.call('POST', '/v1/till/closings', { json: {} });
  assert.equal(undeclared.body.code, 'cash-declared');

  const closing = await ana.expect(201, 'POST', '/v1/till/closings', { json: { declared_cash: [{ amount: 129_000, currency: 'ARS' }] } });
  assert.match(closing.number, /^C-\d{4}-000001$/);
  assert.deepEqual(closing.takings, takings);
  assert.equal(closing.of.name, 'Ana');
  assert.equal(closing.cash[0].difference.amount, -1_000);
  assert.equal((await ana.call('POST', '/v1/till/closings', { json: {} })).body.code, 'nothing-to-close');
  assert.equal((await ana.call('POST', `/v1/till/keys/${closing.by.key}/closings`, { json: {} })).status, 403);

  await pay(ana, one, 'cash', 20_000);
  assert.deepEqual(await ana.expect(200, 'GET', `/v1/till/closings/${closing.number}`), closing, 'nothing in it changes');
  const next = await api.expect(201, 'POST', `/v1/till/keys/${closing.of.key}/closings`, { json: { declared_cash: [{ amount: 20_000, currency: 'ARS' }] } });
  assert.match(next.number, /-000002$/);
  assert.notEqual(next.by.key, next.of.key, 'whoever supervises closed it');
  const { items } = await ana.expect(200, 'GET', '/v1/till/closings');
  assert.deepEqual(items, [next, closing]);
  for (const query of ['', '?paper=80mm&lang=en']) {
    const pdf = await ana.call('GET', `/v1/till/closings/${closing.number}.pdf${query}`);
    assert.equal(pdf.status, 200);
    assert.match(pdf.body, /^%PDF-/);
  }
  assert.equal((await ana.call('GET', `/v1/till/closings/${closing.number}.pdf?paper=a9`)).status, 422);
});

test('a ticket is printed on A6 paper and on a roll of 80 mm', async (t) => {
  const { api, zone } = await openLot(t);
  const stay = await parked(api, zone, 'AB123CD', 90);
  const { page } = await api.expect(200, 'GET', `/v1/parking/tickets/${stay.ticket}`);
  const widthOf = async (query) => /\/MediaBox \[ 0 0 ([\d.]+)/.exec(await (await fetch(`${page}.pdf${query}`)).text())[1];
  assert.equal(Math.round(await widthOf('') * 25.4 / 72), 105);
  assert.equal(Math.round(await widthOf('?paper=80mm&lang=en') * 25.4 / 72), 80);
  assert.equal((await fetch(`${page}.pdf?paper=letter`)).status, 422);
});
