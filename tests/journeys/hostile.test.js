// Uploads that mean harm, or are merely broken, get a clear answer, and the server goes on.
import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import test from 'node:test';
import { deflateSync, crc32 } from 'node:zlib';
import { Api } from './api.js';
import { photo, plateOf } from './photos.js';
import { Server } from './server.js';

// A PNG that says it has 50,000 × 50,000 pixels and brings one row.
function hugePng() {
  const chunk = (name, bytes) => {
    const named = Buffer.concat([Buffer.from(name), bytes]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(bytes.length, 0);
    frame.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 2, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(150_001))), chunk('IEND', Buffer.alloc(0))]);
}

test('broken and hostile uploads are answered and harm nobody', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const nothingRead = async (bytes, fileName) => {
    const capture = await api.captured(bytes, { fileName });
    assert.deepEqual(capture.readings, []);
    return capture.nothing_read;
  };

  await t.test('a text file', async () => assert.equal(await nothingRead(Buffer.from('no photo at all'), 'photo.jpg'), 'not_an_image'));
  await t.test('a truncated JPEG', async () => {
    const whole = await photo('ar06_in');
    assert.equal(await nothingRead(whole.subarray(0, 300), 'cut.jpg'), 'image_broken');
  });
  await t.test('50,000 × 50,000 pixels', async () => assert.equal(await nothingRead(hugePng(), 'huge.png'), 'image_too_large'));
  await t.test('no photo, an unknown field, a time that is none', async () => {
    const form = new FormData();
    form.set('taken_at', 'yesterday');
    form.set('colour', 'red');
    const answer = await api.call('POST', '/v1/captures', { form });
    assert.equal(answer.status, 422);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    assert.deepEqual(answer.body.errors.map((fault) => fault.pointer).sort(), ['colour', 'taken_at']);
  });
  await t.test('an upload that is cut off', async () => {
    const socket = net.connect(Number(new URL(server.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /v1/captures HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.key}\r\n`
      + 'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; name="image"');
    socket.destroy();
  });

  const good = await api.capture('ar06_in');
  assert.equal(good.readings[0].plate, await plateOf('ar06_in'));
});
