// Who may come in.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import { Api } from './api.js';
import { BINARY, Server } from './server.js';

const WRONG = `pat_${'x'.repeat(43)}`;

test('without a key, or with a wrong one, the API says 401 in the language of the caller', async (t) => {
  const server = await Server.started(t);
  const wrong = new Api({ origin: server.origin, key: WRONG });
  for (const language of ['es', 'en']) {
    const answer = await wrong.call('GET', '/v1/captures', { headers: { 'Accept-Language': language } });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('content-language'), language);
    assert.ok(answer.body.detail && answer.body.correlation_id);
  }
  const none = await fetch(`${server.origin}/v1/captures`);
  assert.equal(none.status, 401);
});

test('the page and its files are open to all and allow nothing from elsewhere', async (t) => {
  const server = await Server.started(t);
  const page = await fetch(`${server.origin}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy'), /default-src 'self'/);
  const html = await page.text();
  for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    assert.equal((await fetch(server.origin + path)).status, 200, path);
  }
});

test('a key may do what it was made for and no more; one for what nobody asks for is not made', async (t) => {
  const server = await Server.started(t);
  const add = (...arguments_) => promisify(execFile)(BINARY, ['key', '--data', server.data, 'add', ...arguments_]);
  await assert.rejects(add('--name', '', '--permissions', 'captures.create,capture.read,parking.pay'), (failed) => {
    for (const part of ['name:', 'permissions/1:', '"capture.read"', 'permissions/2:', 'captures.read']) assert.ok(failed.stderr.includes(part), failed.stderr);
    return failed.code === 1;
  });
  const { stdout } = await add('--name', 'gate', '--permissions', 'captures.create,sightings.read');
  const gate = new Api({ origin: server.origin, key: stdout.trim() });
  assert.equal((await gate.call('GET', '/v1/sightings')).status, 200);
  const refused = await gate.call('GET', '/v1/captures');
  assert.deepEqual([refused.status, refused.body.code], [403, 'permission-missing']);
});
