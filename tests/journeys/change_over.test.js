// Programs written for others find the answers that they know.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Api } from './api.js';
import { minutesAgo, photo, plateOf } from './photos.js';
import { BINARY, ROOT, Server } from './server.js';

// As its clients do: told to come again, it sends the photo again. `times`: how often it was sent.
async function read(server, body, { key = server.key, headers } = {}) {
  for (let times = 1; times <= 20; ++times) {
    const answer = await fetch(`${server.origin}/v1/plate-reader/`, {
      method: 'POST', headers: { Authorization: `Token ${key}`, 'Accept-Language': 'en', ...headers }, body,
    });
    if (answer.status !== 429) return { status: answer.status, body: await answer.json(), times };
    await answer.body.cancel();
    await pause(Number(answer.headers.get('retry-after')) * 1000);
  }
  assert.fail('told to come again each time');
}

function form(bytes, fields = {}) {
  const all = new FormData();
  for (const [name, value] of Object.entries(fields)) all.append(name, value);
  if (bytes) all.append('upload', new Blob([bytes], { type: 'image/jpeg' }), 'car.jpg');
  return all;
}

test('a client of Plate Recognizer needs only another host and key; its photo is a capture like any other', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const device = await api.expect(201, 'POST', '/v1/devices', { json: { name: 'gate-1', kind: 'gate', position: { lat: -34.6, lon: -58.4 } } });
  const bytes = await photo('ar07_in');
  const plate = await plateOf('ar07_in');
  const timestamp = minutesAgo(5).toISOString().slice(0, 19);

  const first = await read(server, form(bytes, { regions: 'ar', camera_id: device.name, timestamp, mmc: 'true', config: '{"mode":"fast"}' }));
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(Object.keys(first.body).sort(), ['camera_id', 'filename', 'processing_time', 'results', 'timestamp', 'version']);
  const { results: [result], ...about } = first.body;
  assert.deepEqual([about.camera_id, about.filename, about.version], ['gate-1', 'car.jpg', 1]);
  assert.equal(about.timestamp.slice(0, 19), timestamp);
  assert.equal(result.plate, plate.toLowerCase());
  assert.deepEqual(Object.keys(result).sort(), ['box', 'candidates', 'dscore', 'plate', 'region', 'score', 'vehicle']);
  assert.deepEqual(result.candidates[0], { score: result.score, plate: result.plate });
  assert.ok(result.box.xmin < result.box.xmax && result.box.ymin < result.box.ymax);

  const capture = (await api.expect(200, 'GET', '/v1/captures')).items.at(-1);
  assert.deepEqual([capture.device, capture.readings[0].plate], ['gate-1', plate]);
  assert.equal(capture.place.source, 'device');
  const seen = await api.expect(200, 'GET', `/v1/sightings/${capture.sighting}`);
  assert.deepEqual([seen.plate, seen.device], [plate, 'gate-1']);

  let sent = first.times;
  for (const again of [
    [new URLSearchParams({ upload: bytes.toString('base64') })],
    [form(null, { upload: `data:image/jpeg;base64,${bytes.toString('base64')}` })],
    [JSON.stringify({ upload: bytes.toString('base64'), regions: ['xx', 'ar'] }), { headers: { 'Content-Type': 'application/json' } }],
  ]) {
    const answer = await read(server, ...again);
    sent += answer.times;
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    assert.deepEqual(answer.body.results, first.body.results, 'the same bytes are read once');
    assert.equal(answer.body.camera_id, null);
  }
  const { items } = await api.expect(200, 'GET', '/v1/captures');
  assert.deepEqual(items.map((each) => each.duplicate_of), [...Array(sent - 1).fill(capture.id), null]);
  assert.equal((await api.expect(200, 'GET', '/v1/sightings')).items.length, 1);
});

test('errors of the plate reader are in the shape its clients know', async (t) => {
  const server = await Server.started(t);
  const wrong = await read(server, form(await photo('ar07_in')), { key: `pat_${'x'.repeat(43)}` });
  assert.equal(wrong.status, 403);
  assert.deepEqual(Object.keys(wrong.body).sort(), ['detail', 'status_code']);
  for (const [body, field] of [
    [form(null, { camera_id: 'gate-1' }), 'upload'],
    [form(Buffer.from('no photo at all')), 'upload'],
    [form((await photo('ar06_in')).subarray(0, 300)), 'upload'],
    [new URLSearchParams({ upload: 'not base64!' }), 'upload'],
    [form(null, { upload_url: 'http://169.254.169.254/' }), 'upload_url'],
    [form(await photo('ar07_in'), { timestamp: 'soon' }), 'timestamp'],
  ]) {
    const answer = await read(server, body);
    assert.equal(answer.status, 400, JSON.stringify(answer.body));
    assert.equal(answer.body.status_code, 400);
    assert.equal(typeof answer.body[field]?.[0], 'string', JSON.stringify(answer.body));
  }
});

test('what Plate Recognizer sends to a webhook becomes sightings with their photo', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const timestamp = minutesAgo(3).toISOString();
  const message = {
    hook: { target: server.origin, id: 'camera-1', event: 'recognition', filename: 'a.jpg' },
    data: {
      camera_id: 'camera-1', filename: 'a.jpg', timestamp, timestamp_local: timestamp,
      results: [
        { box: { xmin: 1, ymin: 2, xmax: 3, ymax: 4 }, plate: 'ab123cd', region: { code: 'ar', score: 0.9 }, score: 0.91, dscore: 0.8,
          candidates: [{ score: 0.91, plate: 'ab123cd' }, { score: 0.3, plate: 'ab123co' }], vehicle: { type: 'Sedan', score: 0.7 } },
        { plate: { props: { plate: [{ value: 'zz999zz', score: 0.8 }], region: [{ value: 'ar', score: 0.5 }] } }, vehicle: {} },
        { plate: null, vehicle: { type: 'SUV' } },
      ],
    },
  };
  const send = (body, headers) => fetch(`${server.origin}/v1/cameras/plate-recognizer`, {
    method: 'POST', headers: { Authorization: `Token ${server.key}`, 'Accept-Language': 'en', ...headers }, body,
  });
  const body = new FormData();
  body.append('json', JSON.stringify(message));
  body.append('upload', new Blob([await photo('ar07_in')], { type: 'image/jpeg' }), 'a.jpg');
  const sent = await send(body);
  assert.equal(sent.status, 201);
  const { sightings } = await sent.json();
  assert.deepEqual(sightings.map((each) => each.merged), [false, false]);
  const first = await api.expect(200, 'GET', `/v1/sightings/${sightings[0].id}`);
  assert.deepEqual([first.plate, first.device, first.seen_at, first.confidence], ['AB123CD', 'camera-1', timestamp, 0.91]);
  assert.deepEqual(first.alternatives, [{ plate: 'AB123CO', confidence: 0.3 }]);
  assert.match(first.evidence, /^[0-9a-f]{64}$/);

  for (const again of [
    [JSON.stringify(message), { 'Content-Type': 'application/json' }],
    [new URLSearchParams({ json: JSON.stringify(message) })],
  ]) {
    const answer = await send(...again);
    assert.equal(answer.status, 201);
    assert.deepEqual((await answer.json()).sightings, sightings.map(({ id }) => ({ id, merged: true })), 'sent again, it is merged');
  }
  message.data.results[1].plate = '?';
  const wrong = await send(JSON.stringify(message), { 'Content-Type': 'application/json' });
  assert.equal(wrong.status, 422);
  assert.deepEqual((await wrong.json()).errors.map((each) => each.pointer), ['/data/results/1/plate']);
  assert.equal((await api.expect(200, 'GET', '/v1/sightings')).items.length, 2);
});

test('patente read --format openalpr prints a line for each photo as alpr -j does', async () => {
  const photos = ['ar07_in', 'ar06_in'].map((name) => path.join(ROOT, 'tests/golden/photos', `${name}.jpg`));
  const { stdout } = await promisify(execFile)(BINARY, ['read', '--format', 'openalpr', '--region', 'ar', ...photos]);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 2);
  const [{ results: [result], ...about }] = lines;
  assert.deepEqual([about.version, about.data_type, about.regions_of_interest], [2, 'alpr_results', []]);
  assert.equal(result.plate, await plateOf('ar07_in'));
  assert.ok(result.confidence > 50 && result.confidence <= 100);
  assert.deepEqual(result.candidates[0], { plate: result.plate, confidence: result.confidence, matches_template: 1 });
  assert.equal(result.coordinates.length, 4);
  assert.ok(result.coordinates.every(({ x, y }) => x >= 0 && x < about.img_width && y >= 0 && y < about.img_height));
});
