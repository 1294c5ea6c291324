// Somebody in a browser without scripts: follows answers, keeps cookies, fills in forms.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const PASSWORD = 'correct horse battery staple';

const unescaped = (text) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

// The administrator of the first start, with a password of their own; gives the session's secret and its CSRF token.
export async function administrator(server) {
  const first = (await readFile(path.join(server.data, 'admin.password'), 'utf8')).trim();
  const post = (method, where, json, headers = {}) =>
    fetch(server.origin + where, { method, body: JSON.stringify(json), headers: { 'Content-Type': 'application/json', ...headers } });
  const cookie_of = (answer) => /patente_session=([^;]+)/.exec(answer.headers.get('set-cookie'))[1];
  const signed_in = await post('POST', '/v1/session', { login: 'admin', password: first });
  assert.equal(signed_in.status, 200, await signed_in.clone().text());
  const { csrf } = await signed_in.json();
  const chosen = await post('PUT', '/v1/session/password', { current: first, new: PASSWORD },
    { Cookie: `patente_session=${cookie_of(signed_in)}`, 'X-CSRF-Token': csrf });
  assert.equal(chosen.status, 200, await chosen.clone().text());
  return { secret: cookie_of(chosen), csrf: (await chosen.json()).csrf };
}

export class Person {
  constructor() {
    this.cookies = new Map(); // by origin, then name
  }

  jar(url) {
    const { origin } = new URL(url);
    if (!this.cookies.has(origin)) this.cookies.set(origin, new Map());
    return this.cookies.get(origin);
  }

  // One request, as a browser would send it from a page of `from`: Strict cookies stay away where that is another site.
  async send(url, { form, from } = {}) {
    const strangers = from && new URL(from).origin !== new URL(url).origin;
    const cookies = [...this.jar(url)].filter(([, { strict }]) => !(strict && strangers)).map(([name, { value }]) => `${name}=${value}`);
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      body: form && new URLSearchParams(form),
      headers: { 'Accept-Language': 'en', ...(cookies.length && { Cookie: cookies.join('; ') }), ...(form && { Origin: new URL(from ?? url).origin }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0/i.test(line) || value === '') this.jar(url).delete(name);
      else this.jar(url).set(name, { value, strict: /samesite=strict/i.test(line) });
    }
    return { url, status: answer.status, location: answer.headers.get('location'), text: await answer.text(), headers: answer.headers };
  }

  // Follows redirects and pages that go on by themselves, until a page is there or `stop` says that it is enough.
  async go(url, { stop = () => false, ...options } = {}) {
    let from = options.from;
    let answer = await this.send(url, options);
    for (let steps = 0; steps < 20; steps += 1) {
      const refresh = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(answer.text);
      const next = answer.location ?? (refresh && unescaped(refresh[1]));
      if (!next) return answer;
      const target = new URL(next, answer.url).href;
      if (stop(target)) return { ...answer, sentTo: target };
      if (refresh) from = answer.url;
      answer = await this.send(target, { from });
    }
    throw new Error(`no end of redirects at ${answer.url}`);
  }

  // Sends the form of a page.
  async submit(page, fields, options) {
    const [, action] = /<form[^>]*action="([^"]*)"/.exec(page.text);
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value)]);
    return this.go(new URL(unescaped(action), page.url).href, { from: page.url, ...options, form: [...hidden, ...Object.entries(fields)] });
  }
}
