// What was acknowledged outlives the process, and the process ends when it is asked to.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { minutesAgo, photo } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

test('a restart keeps everything', async (t) => {
  const server = await Server.started(t);
  const before = new Api(server);
  await openZone(before);
  const entry = await before.capture('ar07_in', { takenAt: minutesAgo(100) });

  await server.restart();
  const after = new Api(server);
  assert.equal(after.key, before.key);
  assert.deepEqual((await after.expect(200, 'GET', '/v1/captures')).items.map((capture) => capture.id), [entry.id]);
  const exit = await after.capture('ar07_out', { takenAt: minutesAgo(2) });
  assert.equal(exit.stay.id, entry.stay.id);
  assert.equal(exit.stay.happened, 'closed');
});

test('SIGTERM lets the running request finish and ends with 0', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const running = api.upload(await photo('ar08_in'));
  for (let seen = []; !seen.length;) seen = (await api.expect(200, 'GET', '/v1/captures')).items; // it is being read
  const code = server.stop('SIGTERM');
  assert.ok([201, 202].includes((await running).status));
  assert.equal(await code, 0);
});
