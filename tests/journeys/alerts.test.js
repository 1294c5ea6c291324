// A listed plate is seen: the alert reaches the event stream, a webhook and the app, and a person judges it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test from 'node:test';
import { Api, PLACE } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo, plateOf } from './photos.js';
import { Server } from './server.js';

// Takes posts and remembers them.
async function receiver(t) {
  const posts = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    posts.push({ headers: request.headers, body: Buffer.concat(parts) });
    server.emit('post');
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    async post(number) {
      while (posts.length <= number) await once(server, 'post');
      return posts[number];
    },
  };
}

function isSigned({ headers, body }, secret) {
  const content = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(content).digest('base64');
  return headers['webhook-signature'].split(' ').includes(`v1,${expected}`);
}

async function listed(api, plate, more = {}) {
  const list = await api.expect(201, 'POST', '/v1/watch/lists', { json: { name: 'Robados', kind: 'stolen' } });
  return api.expect(201, 'POST', `/v1/watch/lists/${list.id}/entries`, { json: { plate, why: 'denuncia de robo', who: 'Comisaría 5', reference: '77/2026', ...more } });
}

const raisedAlert = async (api) => {
  for (;;) {
    const { items } = await api.expect(200, 'GET', '/v1/alerts');
    if (items.length) return items[0];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

test('a photo of a listed plate alerts: page, webhook, verdict', async (t) => {
  const server = await Server.started(t, { arguments: ['--webhooks-local'] });
  const api = new Api(server);
  const plate = await plateOf('ar07_in');
  await listed(api, plate);
  const hook = await receiver(t);
  const webhook = await api.expect(201, 'POST', '/v1/webhooks', { json: { url: hook.url, types: ['alert'] } });
  const phone = await Phone.started(t, server);
  const followed = new Promise((heard) => { phone.page.once('websocket', (socket) => socket.once('framereceived', heard)); });
  await phone.open();
  await followed;

  await api.capture('ar07_in', { takenAt: minutesAgo(1) });
  await phone.page.getByRole('alert').getByText(`Alerta de ${plate}`).waitFor();
  await phone.picture('alert-banner');
  await phone.page.getByRole('link', { name: 'Ver la alerta' }).click();
  await phone.page.getByText(/denuncia de robo/).click();
  const dialog = phone.page.getByRole('dialog');
  await dialog.getByRole('img', { name: `Recorte de la patente ${plate}` }).waitFor();
  await phone.picture('alert-es');

  const first = await hook.post(0);
  assert.ok(isSigned(first, webhook.secrets[0].secret));
  const event = JSON.parse(first.body);
  assert.equal(event.type, 'alert.raised');
  assert.equal(event.plate, plate);
  assert.ok(event.data.chance > 0.5 && event.data.chance <= 1);

  await dialog.getByRole('button', { name: 'Confirmar' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const second = await hook.post(1);
  assert.equal(JSON.parse(second.body).type, 'alert.confirmed');
  const history = await api.expect(200, 'GET', `/v1/alerts/${event.data.id}/history`);
  assert.deepEqual(history.items.map(({ what }) => what), ['raised', 'confirmed']);
  assert.equal(history.items[1].by.name, 'admin');
});

test('a plate in two places at once is told with both sightings', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const sighting = (minutes, lat, device) => ({ plate: 'AB123CD', confidence: 0.9, seen_at: minutesAgo(minutes).toISOString(), place: { lat, lon: PLACE.longitude, accuracy_m: 10 }, device });
  await api.expect(201, 'POST', '/v1/sightings', { json: sighting(6, -34.6037, 'camera-1') });
  await api.expect(201, 'POST', '/v1/sightings', { json: sighting(1, -34.25, 'camera-2') });
  const alert = await raisedAlert(api);
  assert.equal(alert.kind, 'travel');
  assert.deepEqual([alert.seen.device, alert.travel.other.device].sort(), ['camera-1', 'camera-2']);
  assert.ok(alert.travel.needed_kmh > 400);
  assert.ok(Math.abs(alert.chance - 0.81) < 0.01);
});

test('a webhook to this machine is refused unless the server allows it', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const refused = await api.call('POST', '/v1/webhooks', { json: { url: 'http://127.0.0.1:1/' } });
  assert.equal(refused.status, 422);
  const webhook = await api.expect(201, 'POST', '/v1/webhooks', { json: { url: 'https://localhost:1/' } });
  await api.expect(202, 'POST', `/v1/webhooks/${webhook.id}/tests`);
  for (;;) {
    const { items: [delivery] } = await api.expect(200, 'GET', `/v1/webhooks/${webhook.id}/deliveries`);
    if (delivery.attempts === 0) continue;
    assert.equal(delivery.last_fault, 'the address is not public');
    break;
  }
});
