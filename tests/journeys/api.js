// The public API as any program would call it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { photo } from './photos.js';

export const PLACE = { latitude: -34.6037, longitude: -58.3816 };

export class Api {
  constructor({ origin, key }) {
    this.origin = origin;
    this.key = key;
  }

  async call(method, path, { json, form, headers } = {}) {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.key}`,
        ...(json && { 'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
        ...(method === 'POST' && { 'Idempotency-Key': randomUUID() }),
        ...headers,
      },
      body: form ?? (json && JSON.stringify(json)),
    });
    const text = await answer.text();
    const isJson = /[/+]json\b/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  }

  // The answer's body; fails the test when the status is another.
  async expect(status, method, path, options) {
    const answer = await this.call(method, path, options);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  // What this address gives once it `holds`: a change's answer waits some seconds for what follows from it, and no longer.
  async once(path, holds) {
    for (const until = Date.now() + 120_000; ;) {
      const body = await this.expect(200, 'GET', path);
      if (holds(body)) return body;
      assert.ok(Date.now() < until, `${path} stays at ${JSON.stringify(body)}`);
      await pause(100);
    }
  }

  upload(bytes, { takenAt = new Date(), fileName = 'photo.jpg', place = PLACE, ...fields } = {}, headers) {
    const form = new FormData();
    form.set('taken_at', takenAt.toISOString());
    if (place) form.set('position', `${place.latitude},${place.longitude},10`);
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('image', new Blob([bytes], { type: 'image/jpeg' }), fileName);
    return this.call('POST', '/v1/captures', { form, headers });
  }

  // Posts a photo and gives its capture once its stay is known: at once, or where a busy machine says 202 to look.
  async captured(bytes, fields) {
    const answer = await this.upload(bytes, fields);
    assert.ok([201, 202].includes(answer.status), JSON.stringify(answer.body));
    if (answer.status === 201) return answer.body.captures[0];
    for (;;) {
      const later = await this.call('GET', answer.headers.get('location'));
      if (later.status !== 202) return later.body;
      await pause(500);
    }
  }

  // The same for a golden photo.
  async capture(name, fields) {
    return this.captured(await photo(name), fields);
  }
}
