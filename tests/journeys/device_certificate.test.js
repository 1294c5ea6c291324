// A device that shows a certificate instead of a key: `curl --cert`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { Api } from './api.js';
import { BINARY, Server } from './server.js';

const run = promisify(execFile);

test('a device is known by its certificate until it is revoked', async (t) => {
  const server = await Server.started(t);
  const certificate = async (...words) => (await run(BINARY, ['certificate', '--data', server.data, ...words])).stdout;
  await certificate('make-ca');
  server.extra.push('--https-port', '0', '--client-ca', path.join(server.data, 'ca/certificate.pem'));
  await server.restart();
  const https = `https://127.0.0.1:${/https=\S+:(\d+)/.exec(server.lines[0])[1]}`;
  const folder = (name) => path.join(server.data, name);
  const fingerprint = (await certificate('issue', '--name', 'Gate 1', '--permissions', 'captures.read', '--out', folder('gate'))).split('\n')[0];
  assert.match(fingerprint, /^[0-9a-f]{64}$/);
  const curl = async (options, where = '/v1/captures') => {
    const { stdout } = await run('curl', ['--silent', '--insecure', '--write-out', '\n%{http_code}', ...options, https + where]);
    const [, body, status] = /^([\s\S]*)\n(\d+)$/.exec(stdout);
    return { status: Number(status), body: JSON.parse(body) };
  };
  const shown = (name) => ['--cert', `${folder(name)}/certificate.pem`, '--key', `${folder(name)}/key.pem`];

  await t.test('it may do what it was given', async () => {
    assert.equal((await curl(shown('gate'))).status, 200);
    assert.equal((await curl(shown('gate'), '/v1/oauth/clients')).status, 403);
  });
  await t.test('a certificate is asked for, not required', async () => {
    assert.equal((await curl([])).status, 401);
    const { status } = await curl(['--header', `Authorization: Bearer ${server.key}`]);
    assert.equal(status, 200);
    assert.equal((await curl([...shown('gate'), '--header', `Authorization: Bearer ${server.key}`], '/v1/oauth/clients')).status, 200, 'a key wins');
  });
  await t.test('one that another authority signed does not even get in', async () => {
    await certificate('--ca', folder('other-ca'), 'make-ca');
    await certificate('--ca', folder('other-ca'), 'issue', '--name', 'Gate 1', '--permissions', 'captures.read', '--out', folder('stranger'));
    await assert.rejects(curl(shown('stranger')));
  });
  await t.test('one that was revoked is refused, in the running server, within a second', async () => {
    await certificate('revoke', fingerprint);
    const revokedAt = Date.now();
    let askedAt;
    let answer;
    do {
      askedAt = Date.now();
      answer = await curl(shown('gate'));
    } while (answer.status === 200 && askedAt - revokedAt <= 1_000); // one who asks later is refused, however slow all is
    assert.equal(answer.status, 401);
    assert.equal(answer.body.code, 'certificate-unknown');
    await assert.rejects(certificate('revoke', fingerprint), /no certificate in force/);
  });
  await t.test('the API lists it', async () => {
    const listed = await new Api(server).expect(200, 'GET', '/v1/oauth/certificates');
    assert.equal(listed.items.find((each) => each.fingerprint === fingerprint).settings.name, 'Gate 1');
  });
});
