// OAuth 2.0 and OpenID Connect as the programs of others use them: discovery, a code with PKCE, tokens, and their end.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import test from 'node:test';
import { Api } from './api.js';
import { PASSWORD, Person, administrator } from './person.js';
import { Server } from './server.js';

const REDIRECT = 'http://127.0.0.1:9/cb';

function pkce() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

const post = async (url, form, headers) => {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
};

test('a program acts for a person, and no further', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await administrator(server);
  const about = await (await fetch(`${server.origin}/.well-known/openid-configuration`)).json();
  assert.equal(about.issuer, server.origin);
  const client = await api.expect(201, 'POST', '/v1/oauth/clients', {
    json: { name: 'Kerb app', kind: 'public', redirect_uris: [REDIRECT], permissions: ['captures.read', 'captures.create', 'oauth.configure'] },
  });
  assert.equal(client.secret, null);
  const { verifier, challenge } = pkce();
  const address = (changes = {}) => `${about.authorization_endpoint}?${new URLSearchParams({
    response_type: 'code', client_id: client.id, redirect_uri: REDIRECT, scope: 'openid profile offline_access captures.read', state: 'xyz', nonce: 'abc',
    code_challenge: challenge, code_challenge_method: 'S256', ...changes })}`;
  const stop = (url) => url.startsWith(REDIRECT);
  const person = new Person();
  let tokens;

  await t.test('signs in, is asked, agrees', async () => {
    const page = await person.go(address(), { from: 'https://app.example/' });
    assert.match(page.text, /name="password"/);
    assert.match(page.headers.get('content-security-policy'), /default-src 'none'/);
    const wrong = await person.submit(page, { login: 'admin', password: 'wrong' });
    assert.equal(wrong.status, 401);
    const asked = await person.submit(wrong, { login: 'admin', password: PASSWORD });
    assert.match(asked.text, /Kerb app/);
    assert.match(asked.text, /captures\.read/);
    const { sentTo } = await person.submit(asked, { answer: 'allow' }, { stop });
    const answer = new URL(sentTo).searchParams;
    assert.equal(answer.get('state'), 'xyz');
    assert.equal(answer.get('iss'), about.issuer);
    const given = await post(about.token_endpoint, {
      grant_type: 'authorization_code', client_id: client.id, code: answer.get('code'), redirect_uri: REDIRECT, code_verifier: verifier });
    assert.equal(given.status, 200, JSON.stringify(given.body));
    tokens = given.body;
    assert.equal(tokens.token_type, 'Bearer');
  });

  await t.test('the second time only the cookie counts, also where another site sends the browser', async () => {
    const page = await person.go(address(), { from: 'https://app.example/' });
    assert.match(page.text, /Kerb app/);
    const { sentTo } = await person.submit(page, { answer: 'deny' }, { stop });
    assert.equal(new URL(sentTo).searchParams.get('error'), 'access_denied');
  });

  await t.test('its id_token is checked with the published keys alone', async () => {
    const { keys } = await (await fetch(about.jwks_uri)).json();
    const [head, claims, signature] = tokens.id_token.split('.');
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url'));
    assert.equal(alg, 'RS256');
    const key = createPublicKey({ key: keys.find((each) => each.kid === kid), format: 'jwk' });
    assert.ok(verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')));
    const said = JSON.parse(Buffer.from(claims, 'base64url'));
    assert.equal(said.iss, about.issuer);
    assert.equal(said.aud, client.id);
    assert.equal(said.nonce, 'abc');
    assert.equal(said.preferred_username, 'admin');
    const who = await (await fetch(about.userinfo_endpoint, { headers: { Authorization: `Bearer ${tokens.access_token}` } })).json();
    assert.equal(who.sub, said.sub);
  });

  await t.test('the token does what was granted and nothing else', async () => {
    const with_token = new Api({ origin: server.origin, key: tokens.access_token });
    await with_token.expect(200, 'GET', '/v1/captures');
    assert.equal((await with_token.call('GET', '/v1/oauth/clients')).status, 403);
    assert.equal((await with_token.call('GET', '/v1/sessions')).status, 403, 'a program is not the person');
    const other = tokens.access_token.slice(0, -4) + (tokens.access_token.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    const refused = await new Api({ origin: server.origin, key: other }).call('GET', '/v1/captures');
    assert.equal(refused.status, 401);
    assert.equal(refused.body.code, 'token-invalid');
  });

  await t.test('refreshed once, it is good; shown again later, everything ends', async () => {
    const refresh = (token) => post(about.token_endpoint, { grant_type: 'refresh_token', client_id: client.id, refresh_token: token });
    const next = await refresh(tokens.refresh_token);
    assert.equal(next.status, 200, JSON.stringify(next.body));
    const again = await refresh(tokens.refresh_token);
    assert.deepEqual(again.body, next.body, 'an answer that was lost is given again');
    const last = await refresh(next.body.refresh_token);
    assert.equal(last.status, 200);
    const stolen = await refresh(tokens.refresh_token);
    assert.equal(stolen.body.error, 'invalid_grant');
    assert.equal((await refresh(last.body.refresh_token)).body.error, 'invalid_grant');
    const ended = await new Api({ origin: server.origin, key: last.body.access_token }).call('GET', '/v1/captures');
    assert.equal(ended.body.code, 'token-revoked');
  });
});

test('a program acts for itself, until it is told to stop', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const client = await api.expect(201, 'POST', '/v1/oauth/clients', { json: { name: 'Bridge', acts_alone: true, permissions: ['captures.read'] } });
  const basic = { Authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` };
  const token = async () => (await post(`${server.origin}/oauth/token`, { grant_type: 'client_credentials' }, basic)).body.access_token;
  const code_with = async (bearer) => (await new Api({ origin: server.origin, key: bearer }).call('GET', '/v1/captures')).body.code;
  const first = await token();
  assert.equal(await code_with(first), undefined);
  assert.equal((await post(`${server.origin}/oauth/introspect`, { token: first }, basic)).body.active, true);
  assert.equal((await post(`${server.origin}/oauth/revoke`, { token: first }, basic)).status, 200);
  assert.equal(await code_with(first), 'token-revoked');
  assert.equal((await post(`${server.origin}/oauth/introspect`, { token: first }, basic)).body.active, false);

  const second = await token();
  await server.restart();
  const later = new Api(server);
  assert.equal(await code_with(second), 'token-invalid', 'it was issued by another address'); // port 0: the origin has changed
  await later.expect(204, 'DELETE', `/v1/oauth/clients/${client.id}`);
  assert.equal((await post(`${server.origin}/oauth/token`, { grant_type: 'client_credentials' }, basic)).status, 401);
});
