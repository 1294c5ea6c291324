// A page follows what happens over WebSocket, with its key and its filter, and comes back without a gap.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

// A page's own WebSocket: it can send no header.
class Events {
  static async of(server, query = '', { key = server.key } = {}) {
    const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/v1/events${query}`, ['patente.events', `patente.key.${key}`]);
    const events = new Events(socket);
    await new Promise((open, failed) => {
      socket.onopen = open;
      socket.onerror = () => failed(new Error('no WebSocket'));
    });
    return events;
  }

  constructor(socket) {
    this.socket = socket;
    this.waiting = [];
    this.hears = () => {};
    socket.onmessage = ({ data }) => { this.waiting.push(JSON.parse(data)); this.hears(); };
    this.closed = new Promise((closed) => { socket.onclose = (event) => { closed(event); this.hears(); }; });
  }

  async next() {
    while (this.waiting.length === 0) {
      if (this.socket.readyState > WebSocket.OPEN) throw new Error('it is closed');
      await new Promise((hears) => { this.hears = hears; });
    }
    return this.waiting.shift();
  }

  async until(type) {
    const seen = [];
    do seen.push(await this.next()); while (seen.at(-1).event !== type);
    return seen;
  }
}

test('events are the same as over Server-Sent Events, and a reader that comes back misses nothing', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const zone = await openZone(api);
  const events = await Events.of(server, '?type=sightings,parking');
  assert.equal(events.socket.protocol, 'patente.events');
  const following = await events.next();
  assert.equal(following.event, 'events.following');
  assert.equal(following.id, following.data.after);

  const place = { lat: -34.6037, lon: -58.3816 };
  await api.expect(201, 'POST', '/v1/sightings', { json: { plate: 'AB123CD', place } });
  const [seen, opened] = await events.until('parking.opened');
  assert.deepEqual([seen.event, seen.data.type, seen.data.plate, seen.data.id], ['sightings.plate_seen', 'sightings.plate_seen', 'AB123CD', seen.id]);
  assert.equal(opened.data.zone, zone.id);
  events.socket.close(1000);
  await events.closed;

  await api.expect(201, 'POST', '/v1/sightings', { json: [{ plate: 'ZZ999ZZ', place }, { plate: 'AA000BB', place }] });
  const again = await Events.of(server, `?type=sightings&last_event_id=${seen.id}`);
  const missed = await again.until('sightings.plate_seen');
  missed.push(await again.next());
  assert.deepEqual(missed.slice(1).map((each) => each.data.plate), ['ZZ999ZZ', 'AA000BB']);
  again.socket.close();
});

test('without a key, from another site, or asked wrongly there is none, and plain requests say why', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await assert.rejects(Events.of(server, '', { key: `pat_${'x'.repeat(43)}` }));
  await assert.rejects(Events.of(server, '?type=Parking'));
  const upgrade = {
    Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const { request } = await import('node:http');
  const ask = (headers) => new Promise((answered) => {
    request(`${server.origin}/v1/events`, { headers: { ...upgrade, ...headers } }, (answer) => { answer.resume(); answered(answer.statusCode); }).end();
  });
  assert.equal(await ask({}), 401);
  assert.equal(await ask({ Authorization: `Bearer ${api.key}`, Origin: 'https://evil.example' }), 403);
  assert.equal(await ask({ Authorization: `Bearer ${api.key}`, 'Sec-WebSocket-Version': '8' }), 400);
});

test('a server that ends says so', async (t) => {
  const server = await Server.started(t);
  const events = await Events.of(server);
  await events.next();
  assert.equal(await server.stop(), 0);
  assert.equal((await events.closed).code, 1001);
});
