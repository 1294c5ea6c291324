// `serve --phone`: phones of this network come in by TLS with a certificate of our own, which their camera and position need.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import { Phone } from './browser.js';
import { minutesAgo, photoTakenAt } from './photos.js';
import { Server } from './server.js';

const run = promisify(execFile);

test('--phone: the page over TLS, from the key to the photo', async (t) => {
  const server = await Server.started(t, { arguments: ['--phone', '--https-port', '0'] });
  const https = /https=\S+:(\d+)/.exec(server.lines[0])[1];
  server.origin = `https://127.0.0.1:${https}`;

  await t.test('a program that does not check the certificate', async () => {
    const { stdout } = await run('curl', ['--silent', '--show-error', '--insecure', '--header', `Authorization: Bearer ${server.key}`,
      '--write-out', ' %{http_code} %{ssl_verify_result}', `${server.origin}/v1/captures`]);
    assert.match(stdout, /^\{"items":\[\],"next":null\} 200 (?!0$)\d+$/); // it is signed by nobody
  });
  await t.test('a program that checks it is not fooled', async () => {
    await assert.rejects(run('curl', ['--silent', `${server.origin}/readyz`]), { code: 60 });
  });
  await t.test('a browser that was told to trust it', async (inner) => {
    const phone = await Phone.started(inner, server, { ignoreHTTPSErrors: true });
    await phone.open();
    await phone.page.getByRole('button', { name: 'Sacar foto' }).waitFor();
    assert.equal(await phone.page.evaluate('isSecureContext'), true);
    await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_in', minutesAgo(5)));
    await phone.card().getByText(/Estadía abierta/).waitFor();
  });
});
