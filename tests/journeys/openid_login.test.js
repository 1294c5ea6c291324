// Signing in by way of an outside OpenID provider: a real one, of npm, on the loopback address.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test from 'node:test';
import { Api } from './api.js';
import { Person } from './person.js';
import { Server } from './server.js';

const jwk = (kid) => ({ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });

class OpenIdProvider {
  static async started(t) {
    const provider = new OpenIdProvider();
    provider.keys = [jwk('first')];
    provider.server = createServer((request, response) => provider.callback(request, response));
    provider.server.listen(0, '127.0.0.1');
    await once(provider.server, 'listening');
    t.after(() => provider.server.close());
    provider.issuer = `http://127.0.0.1:${provider.server.address().port}`;
    return provider;
  }

  // Knows everybody: whoever types a name is that person.
  async serve(redirect) {
    const { default: Provider } = await import('oidc-provider');
    this.redirect = redirect ?? this.redirect;
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: 'patente', client_secret: 'a secret & more', redirect_uris: [this.redirect], grant_types: ['authorization_code'] }],
      jwks: { keys: this.keys },
      cookies: { keys: ['k'] },
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({ sub: id, name: `Somebody ${id}`, preferred_username: id, groups: id.startsWith('boss') ? ['bosses'] : [] }),
      }),
    });
    this.callback = provider.callback();
  }
}

async function provider_row(t, { makes_users = true } = {}) {
  const outside = await OpenIdProvider.started(t);
  const server = await Server.started(t, { arguments: ['--providers-local'] });
  const api = new Api(server);
  const row = await api.expect(201, 'POST', '/v1/oauth/providers', {
    json: { name: 'Town hall', issuer: outside.issuer, client_id: 'patente', client_secret: 'a secret & more', scopes: ['profile'], makes_users,
      roles_claim: 'groups', roles: [{ value: 'bosses', role: 'auditor' }], roles_always: ['citizen'] },
  });
  assert.equal(row.has_secret, true);
  assert.equal(JSON.stringify(row).includes('more'), false);
  await outside.serve(row.callback);
  return { outside, server, api, row, begin: `${server.origin}/oauth/login/${row.id}?return=/app/here` };
}

// Through the provider's own log-in and consent pages, until it sends the browser back; gives that address.
async function vouched(person, begin, name, callback) {
  const stop = (url) => url.startsWith(callback);
  const login = await person.go(begin, { stop });
  if (login.sentTo) return login.sentTo;
  const consent = await person.submit(login, { login: name, password: 'any' }, { stop });
  if (consent.sentTo) return consent.sentTo;
  return (await person.submit(consent, {}, { stop })).sentTo;
}

const session_of = async (server, person) => {
  const cookie = person.jar(server.origin).get('patente_session');
  if (!cookie) return undefined;
  return (await fetch(`${server.origin}/v1/session`, { headers: { Cookie: `patente_session=${cookie.value}` } })).json();
};

test('whoever the provider vouches for is a user here, always the same', async (t) => {
  const { outside, server, api, row, begin } = await provider_row(t);
  const person = new Person();
  const page = await person.send(await vouched(person, begin, 'boss-ana', row.callback), { from: outside.issuer });
  assert.equal(page.status, 200, page.text);
  assert.match(page.text, /0;url=\/app\/here"/);
  const { user } = await session_of(server, person);
  assert.equal(user.login, 'boss-ana@town-hall');
  assert.equal(user.name, 'Somebody boss-ana');
  assert.deepEqual(user.roles.toSorted(), ['auditor', 'citizen']);

  await t.test('again, after the provider changed its keys', async () => {
    outside.keys = [jwk('second')];
    await outside.serve();
    const later = new Person();
    await later.send(await vouched(later, begin, 'boss-ana', row.callback), { from: outside.issuer });
    assert.equal((await session_of(server, later)).user.id, user.id);
  });
  await t.test('an answer is good once, and in the browser that asked', async () => {
    const first = new Person();
    const answer = await vouched(first, begin, 'carla', row.callback);
    const thief = new Person();
    assert.equal((await thief.send(answer, { from: outside.issuer })).status, 403);
    assert.equal((await first.send(answer, { from: outside.issuer })).status, 403, 'the thief has used it up');
    assert.equal(await session_of(server, thief), undefined);
    const second = await vouched(first, begin, 'carla', row.callback);
    assert.equal((await first.send(second, { from: outside.issuer })).status, 200);
    assert.equal((await first.send(second, { from: outside.issuer })).status, 403);
  });
  await t.test('the answer of another log-in, another issuer or nobody is refused', async () => {
    const one = new Person();
    const changed = async (change) => {
      const answer = new URL(await vouched(one, begin, 'dora', row.callback));
      change(answer.searchParams);
      return (await one.send(answer.href, { from: outside.issuer })).status;
    };
    assert.equal(await changed((query) => query.set('state', 'x'.repeat(43))), 403);
    assert.equal(await changed((query) => query.delete('state')), 403);
    assert.equal(await changed((query) => query.set('iss', 'https://evil.example')), 401, 'a mix-up');
    assert.equal(await changed((query) => query.delete('iss')), 401);
    assert.equal(await changed((query) => query.set('code', 'x')), 401);
    const other = new URL(await vouched(one, begin, 'dora', row.callback));
    assert.equal(await changed((query) => query.set('code', other.searchParams.get('code'))), 401, 'another log-in\'s code: PKCE and nonce differ');
    assert.equal(await session_of(server, one), undefined);
  });
  await t.test('the provider is switched off', async () => {
    await api.expect(200, 'PATCH', `/v1/oauth/providers/${row.id}`, { json: { active: false } });
    assert.equal((await new Person().send(begin)).status, 404);
    assert.deepEqual((await (await fetch(`${server.origin}/v1/oauth/logins`)).json()).items, []);
  });
});

test('a provider that makes no users lets in those who were linked', async (t) => {
  const { outside, server, api, row, begin } = await provider_row(t, { makes_users: false });
  const person = new Person();
  const refused = await person.send(await vouched(person, begin, 'eva', row.callback), { from: outside.issuer });
  assert.equal(refused.status, 403);
  const user = await api.expect(201, 'POST', '/v1/users', { json: { login: 'eva', name: 'Eva', roles: ['operator'] } });
  await api.expect(201, 'POST', `/v1/oauth/providers/${row.id}/subjects`, { json: { subject: 'eva', user: user.id } });
  const page = await person.send(await vouched(person, begin, 'eva', row.callback), { from: outside.issuer });
  assert.equal(page.status, 200, page.text);
  assert.equal((await session_of(server, person)).user.id, user.id);
});
