// Who did and saw what: acts, looks and refusals of a day at the kerb, and a log that tells when somebody changed it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { Api } from './api.js';
import { BINARY, Server } from './server.js';

const run = promisify(execFile);

async function patente(...args) {
  try {
    const { stdout } = await run(BINARY, args, { env: { ...process.env, LANG: 'C' }, maxBuffer: 1 << 28 });
    return { code: 0, stdout };
  } catch (error) {
    return { code: error.code, stdout: error.stdout + error.stderr };
  }
}

// Entries get their number a moment after their act: asks until so many are there.
async function entries(api, query, count) {
  for (;;) {
    const page = await api.expect(200, 'GET', `/v1/audit?${new URLSearchParams({ limit: 200, ...query })}`, { headers: { 'Accept-Language': 'es' } });
    if (page.items.length >= count) return page.items;
  }
}

test('what was done and seen is in the log, with who and why', async (t) => {
  const server = await Server.started(t, { arguments: ['--audit-reasons', 'sightings.read'] });
  const api = new Api(server);
  const device = await api.expect(201, 'POST', '/v1/devices', { json: { name: 'gate-1', kind: 'gate' } });
  await api.expect(200, 'PATCH', `/v1/devices/${device.id}`, { json: { kind: 'camera' }, headers: { 'X-Reason': encodeURIComponent('se cambió el equipo') } });
  await api.expect(201, 'POST', '/v1/sightings', { json: { plate: 'AB123CD', device: 'gate-1' } });
  const needed = await api.expect(428, 'GET', '/v1/sightings?plate=AB123CD');
  assert.equal(needed.code, 'reason-needed');
  const why = { headers: { 'X-Reason': encodeURIComponent('denuncia nº 12') } };
  const seen = await api.expect(200, 'GET', '/v1/sightings?plate=AB123CD', why);
  const stranger = new Api({ origin: server.origin, key: `pat_${'x'.repeat(43)}` });
  for (let i = 0; i < 5; i += 1) await stranger.expect(401, 'GET', '/v1/sightings');

  const [changed] = await entries(api, { act: 'PATCH /v1/devices/{device}' }, 1);
  assert.equal(changed.subject.id, device.id);
  assert.equal(changed.why, 'se cambió el equipo');
  assert.equal(changed.act_text, 'Cambió un dispositivo');
  assert.deepEqual(changed.detail.fields, ['kind']);
  assert.equal(changed.by.kind, 'key');
  const [made] = await entries(api, { act: 'POST /v1/devices' }, 1);
  assert.equal(made.subject.id, device.id);

  const [look] = await entries(api, { act: 'GET /v1/sightings', plate: 'ab 123 cd', outcome: 'done' }, 1);
  assert.equal(look.why, 'denuncia nº 12');
  assert.equal(look.query, 'plate=AB123CD');
  assert.deepEqual(look.detail.ids, [seen.items[0].id]);
  const refused = await entries(api, { act: 'GET /v1/sightings', outcome: 'refused' }, 2);
  assert.deepEqual(refused.map((entry) => entry.detail.problem).sort(), ['key-unknown', 'reason-needed']);  // one for five knocks
  assert.equal(refused.find((entry) => entry.by.kind === 'nobody').from, '127.0.0.1');

  const one = await api.expect(200, 'GET', `/v1/audit/${look.number}`);
  assert.equal(createHash('sha256').update('\0' + one.line).digest('hex'), one.hash);
  await api.expect(404, 'GET', '/v1/audit/999999');
  const bad = await api.expect(422, 'GET', '/v1/audit?from=yesterday&outcome=x&plate=%3F');
  assert.equal(bad.errors.length, 3);
});

test('the log proves itself, here and elsewhere, and tells who changed it', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  for (let i = 0; i < 20; i += 1) await api.expect(201, 'POST', '/v1/devices', { json: { name: `gate-${i}`, kind: 'gate' } });
  await entries(api, { act: 'POST /v1/devices' }, 20);
  const before = (await api.expect(200, 'GET', '/v1/audit/head')).now;
  await api.expect(200, 'GET', '/v1/sightings?plate=AB123CD');
  await entries(api, { act: 'GET /v1/sightings' }, 1);

  const node = (left, right) => createHash('sha256').update(Buffer.concat([Buffer.from([1]), left, right])).digest();
  const included = await api.expect(200, 'GET', `/v1/audit/proofs/inclusion?number=7&size=${before.size}`);
  assert.equal(included.root, before.root);
  let hash = Buffer.from(included.hash, 'hex');
  for (let at = 6, last = before.size - 1, i = 0; i < included.proof.length; i += 1) { // RFC 9162, 2.1.3.2
    const sibling = Buffer.from(included.proof[i], 'hex');
    if (at % 2 === 1 || at === last) {
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at >> 1, last >> 1];
    } else hash = node(hash, sibling);
    [at, last] = [at >> 1, last >> 1];
  }
  assert.equal(hash.toString('hex'), before.root);
  const grown = await api.expect(200, 'GET', `/v1/audit/proofs/consistency?first=${before.size}`);
  assert.equal(grown.first_root, before.root);
  await api.expect(422, 'GET', '/v1/audit/proofs/inclusion?number=0');

  const text = await api.expect(200, 'GET', '/v1/audit/export');
  const file = path.join(server.data, 'audit.jsonl');
  await writeFile(file, text);
  const good = await patente('audit', 'verify', '--from-export', file);
  assert.equal(good.code, 0, good.stdout);
  await writeFile(file, text.replace('"outcome":"done"', '"outcome":"refused"'));
  const bad = await patente('audit', 'verify', '--from-export', file);
  assert.equal(bad.code, 1);
  assert.match(bad.stdout, /Entry 1 was changed/);
  const csv = await api.expect(200, 'GET', '/v1/audit/export?format=csv');
  assert.ok(csv.startsWith('number,at,by_kind'), csv.slice(0, 80));
  await entries(api, { act: 'GET /v1/audit/export' }, 2); // is in the log itself

  const data = ['--data', server.data];
  const head = (await patente('audit', 'head', ...data)).stdout.split('\n')[0];
  const whole = await patente('audit', 'verify', ...data, '--head', head, '--head', `${before.size}:${before.root}`, '--format', 'json');
  assert.equal(whole.code, 0, whole.stdout);
  assert.equal(JSON.parse(whole.stdout).fault, null);
  const wrong = await patente('audit', 'verify', ...data, '--head', `${before.size}:${'0'.repeat(64)}`);
  assert.equal(wrong.code, 1);

  await patente('audit', 'erase', ...data, '--plate', 'ab123cd', '--why', 'pedido del titular');
  const [erasing] = await entries(api, { act: 'command audit erase' }, 1);
  assert.equal(erasing.why, 'pedido del titular');
  const [look] = await entries(api, { act: 'GET /v1/sightings' }, 1);
  assert.equal(look.erased, true);
  assert.equal(look.query, null);
  assert.equal((await patente('audit', 'verify', ...data)).code, 0);

  await server.stop();
  const sqlite = (statements) => run('/usr/bin/python3', ['-c', 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])',
    path.join(server.data, 'patente.db'), statements]);
  await assert.rejects(sqlite("UPDATE audit_entries SET by_id = 'x' WHERE number = 9"), /only grows/);
  await assert.rejects(sqlite('DELETE FROM audit_entries WHERE number = 9'), /only grows/);
  await sqlite("DROP TRIGGER audit_entries_stay; UPDATE audit_entries SET by_id = 'x' WHERE number = 9");
  const found = await patente('audit', 'verify', ...data);
  assert.equal(found.code, 1);
  assert.match(found.stdout, /Entry 9 was changed/);
});
