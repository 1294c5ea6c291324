// A person's browser, as the API sees it: it keeps its cookie and its CSRF token.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export class Session {
  constructor(origin) {
    this.origin = origin;
  }

  async call(method, path_, { json, headers } = {}) {
    const answer = await fetch(this.origin + path_, {
      method,
      headers: {
        'Accept-Language': 'en',
        ...(this.cookie && { Cookie: `patente_session=${this.cookie}` }),
        ...(this.csrf && method !== 'GET' && { 'X-CSRF-Token': this.csrf }),
        ...(json && { 'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
        ...headers,
      },
      body: json && JSON.stringify(json),
    });
    for (const field of answer.headers.getSetCookie()) {
      const [, value] = /^patente_session=([^;]*);/.exec(field);
      this.cookie = value;
      this.cookieField = field;
    }
    const isStream = /event-stream/.test(answer.headers.get('content-type') ?? '');
    if (isStream) await answer.body.cancel();
    const text = isStream ? '' : await answer.text();
    const isJson = /[/+]json\b/.test(answer.headers.get('content-type') ?? '');
    const body = isJson ? JSON.parse(text) : text;
    if (answer.ok && body?.csrf) this.csrf = body.csrf;
    return { status: answer.status, headers: answer.headers, body, code: body?.code };
  }

  // The answer's body; fails the test when the status is another.
  async expect(status, method, path_, options) {
    const answer = await this.call(method, path_, options);
    assert.equal(answer.status, status, `${method} ${path_}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  signIn(login, password, code) {
    return this.call('POST', '/v1/session', { json: { login, password, ...(code && { code }) } });
  }

  async choosePassword(current, chosen) {
    return this.expect(200, 'PUT', '/v1/session/password', { json: { current, new: chosen } });
  }

  // Signed in, with a password of their own in place of the one-time one.
  static async opened(origin, login, password, chosen = `the own password of ${login}`) {
    const session = new Session(origin);
    assert.equal((await session.signIn(login, password)).status, 200);
    await session.choosePassword(password, chosen);
    return session;
  }

  static async administrator(server) {
    return Session.opened(server.origin, 'admin', (await readFile(path.join(server.data, 'admin.password'), 'utf8')).trim());
  }

  // Adds a user and signs them in.
  async withUser(login, user) {
    const added = await this.expect(201, 'POST', '/v1/users', { json: { login, name: login, ...user } });
    return Session.opened(this.origin, login, added.one_time_password);
  }
}
