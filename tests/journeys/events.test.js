// What happens is told to programs outside as it happens, and again to one that comes back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { minutesAgo } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

// A reader of Server-Sent Events.
class Events {
  static async of(api, query = '', headers = {}) {
    const gone = new AbortController();
    const answer = await fetch(`${api.origin}/v1/events${query}`, {
      headers: { Authorization: `Bearer ${api.key}`, ...headers }, signal: gone.signal,
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/event-stream');
    return new Events(answer.body.getReader(), gone);
  }

  constructor(reader, gone) {
    this.reader = reader;
    this.gone = gone;
    this.text = '';
    this.decoder = new TextDecoder();
  }

  // The next event that is no comment.
  async next() {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader.read();
        if (done) throw new Error('the stream ended');
        this.text += this.decoder.decode(value, { stream: true });
        continue;
      }
      const fields = Object.fromEntries(this.text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/s)));
      this.text = this.text.slice(end + 2);
      if (fields.event) return { id: fields.id, event: fields.event, data: JSON.parse(fields.data) };
    }
  }

  // Events up to and with the first of this type.
  async until(type) {
    const seen = [];
    do seen.push(await this.next()); while (seen.at(-1).event !== type);
    return seen;
  }

  close() {
    this.gone.abort();
  }
}

test('a photo is followed from its arrival to the stay, and a reader that comes back misses nothing', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const zone = await openZone(api);
  const events = await Events.of(api);
  assert.equal((await events.next()).event, 'events.following');

  const capture = await api.capture('ar07_in', { takenAt: minutesAgo(100) });
  const told = await events.until('parking.opened');
  assert.deepEqual(told.map((each) => each.event), ['captures.received', 'sightings.plate_seen', 'captures.read', 'parking.opened']);
  for (const { id, event, data } of told) {
    assert.equal(data.id, id);
    assert.equal(data.type, event);
  }
  const [received, seen, , opened] = told.map((each) => each.data);
  assert.equal(received.data.capture, capture.id);
  assert.equal(seen.plate, capture.readings[0].plate);
  assert.equal(opened.plate, seen.plate);
  assert.equal(opened.zone, zone.id);
  assert.equal(opened.data.stay, capture.stay.id);
  const last = told.at(-1).id;
  events.close();

  await api.capture('ar07_out', { takenAt: minutesAgo(2) });
  await server.restart();
  const again = await Events.of(new Api(server), '', { 'Last-Event-ID': last });
  assert.equal((await again.next()).data.after, last);
  const missed = await again.until('parking.ticket_issued');
  assert.deepEqual(missed.map((each) => Number(each.id)), missed.map((_, i) => Number(last) + 1 + i));
  assert.ok(missed.some((each) => each.event === 'parking.closed'));
  again.close();
});

test('a reader hears only what it asked for', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const zone = await openZone(api);
  const mine = await Events.of(api, `?type=parking.opened,sightings&plate=zz%20999%20zz`);
  const inZone = await Events.of(api, `?zone=${zone.id}&type=parking`);
  await mine.next();
  await inZone.next();
  const place = { lat: -34.6037, lon: -58.3816 };
  await api.expect(201, 'POST', '/v1/sightings', { json: [{ plate: 'AB123CD', place }, { plate: 'ZZ999ZZ', place }] });
  const heard = await mine.until('parking.opened');
  assert.deepEqual(heard.map((each) => [each.event, each.data.plate]), [['sightings.plate_seen', 'ZZ999ZZ'], ['parking.opened', 'ZZ999ZZ']]);
  const plates = [await inZone.next(), await inZone.next()].map((each) => each.data.plate);
  assert.deepEqual(plates.sort(), ['AB123CD', 'ZZ999ZZ']);
  mine.close();
  inZone.close();
});

test('who asks wrongly is told so before the stream begins', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  for (const [query, headers, code] of [
    ['?type=Parking&plate=!', {}, 'query-invalid'],
    ['', { 'Last-Event-ID': '7' }, 'last-event-id-unknown'],
  ]) {
    const answer = await api.call('GET', `/v1/events${query}`, { headers });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, code);
  }
  assert.equal((await fetch(`${server.origin}/v1/events`)).status, 401);
});
