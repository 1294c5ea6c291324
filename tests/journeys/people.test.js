// Who signs in, what they may do, and where.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { Api } from './api.js';
import { minutesAgo, photo } from './photos.js';
import { BINARY, Server } from './server.js';
import { Session } from './session.js';
import { openZone } from './zone.js';

test('the first administrator chooses a password, and then may do all', async (t) => {
  const server = await Server.started(t);
  const file = path.join(server.data, 'admin.password');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const password = (await readFile(file, 'utf8')).trim();
  const admin = new Session(server.origin);
  const refused = await admin.signIn('admin', 'not the password');
  assert.deepEqual([refused.status, refused.code], [401, 'login-refused']);
  const begun = await admin.signIn('admin', password);
  assert.equal(begun.body.user.must_choose_password, true);
  assert.match(admin.cookieField, /; Path=\/; HttpOnly; SameSite=Strict;/);
  assert.equal((await admin.call('GET', '/v1/users')).code, 'password-must-change');
  await admin.choosePassword(password, 'tres perros azules');
  await assert.rejects(access(file));
  assert.equal((await admin.expect(200, 'GET', '/v1/users')).items[0].login, 'admin');
  await server.restart();
  admin.origin = server.origin;
  assert.equal((await admin.expect(200, 'GET', '/v1/session')).user.login, 'admin', 'a session outlives the process');
  await assert.rejects(access(file), 'and no further administrator is made');
});

test('a browser changes nothing without its token, nor for another site', async (t) => {
  const server = await Server.started(t);
  const admin = await Session.administrator(server);
  const json = { id: 'night', name: 'Night', permissions: [] };
  const forged = new Session(server.origin);
  forged.cookie = admin.cookie;
  assert.equal((await forged.call('POST', '/v1/roles', { json })).code, 'csrf-missing');
  const elsewhere = { json, headers: { Origin: 'https://evil.example' } };
  assert.equal((await admin.call('POST', '/v1/roles', elsewhere)).code, 'origin-foreign');
  const login = await new Session(server.origin).call('POST', '/v1/session', { json: { login: 'a', password: 'b' }, headers: { Origin: 'https://evil.example' } });
  assert.equal(login.code, 'origin-foreign');
  assert.equal((await admin.expect(200, 'GET', '/v1/roles')).items.length, 6);
  await admin.expect(201, 'POST', '/v1/roles', { json });

  const stolen = admin.cookie;
  await admin.expect(204, 'DELETE', '/v1/session');
  forged.cookie = stolen;
  assert.equal((await forged.call('GET', '/v1/session')).status, 401);
});

test('too many wrong passwords lock a name, and the operator lets it in again', async (t) => {
  const server = await Server.started(t);
  const { stdout } = await promisify(execFile)(BINARY, ['user', '--data', server.data, 'add', 'ana', '--name', 'Ana', '--roles', 'operator']);
  const browser = new Session(server.origin);
  for (let i = 0; i < 5; i++) assert.equal((await browser.signIn('ana', 'not the password')).code, 'login-refused');
  const locked = await browser.signIn('ana', stdout.trim());
  assert.deepEqual([locked.status, locked.code], [429, 'log-in-locked']);
  assert.ok(Number(locked.headers.get('retry-after')) > 0);
  await promisify(execFile)(BINARY, ['user', '--data', server.data, 'unlock', 'ana']);
  assert.equal((await browser.signIn('ana', stdout.trim())).status, 200);

  const renewed = await promisify(execFile)(BINARY, ['user', '--data', server.data, 'password', 'admin', '--without-totp']);
  assert.equal((await new Session(server.origin).signIn('admin', renewed.stdout.trim())).status, 200);
  await assert.rejects(promisify(execFile)(BINARY, ['user', '--data', server.data, 'lock', 'admin']), /only administrator/);
  const { stdout: list } = await promisify(execFile)(BINARY, ['user', '--data', server.data, 'list']);
  assert.match(list, /ana +Ana +operator/);
});

// Every row of the program but those that end the walk itself.
async function routes(server) {
  const { paths } = await (await fetch(`${server.origin}/openapi.json`)).json();
  const rows = [{ method: 'GET', path: '/metrics', permission: 'metrics.read' }];
  for (const [template, item] of Object.entries(paths)) {
    for (const [method, { 'x-permission': permission = '' }] of Object.entries(item)) {
      rows.push({ method: method.toUpperCase(), path: template.replaceAll(/\{[^}]+\}/g, '0190c0de-0000-7000-8000-000000000000'), permission });
    }
  }
  return rows.filter(({ method, path: at }) => !(at === '/v1/session' && method !== 'PUT') && !at.startsWith('/v1/session/'));
}

test('each route lets in whose role has its permission, and nobody else', async (t) => {
  const server = await Server.started(t);
  const admin = await Session.administrator(server);
  const rows = await routes(server);
  const roles = (await admin.expect(200, 'GET', '/v1/roles')).items;
  assert.deepEqual(roles.map((role) => role.id), ['admin', 'operator', 'officer', 'attendant', 'auditor', 'citizen']);
  const named = new Set((await admin.expect(200, 'GET', '/v1/permissions')).items.map((each) => each.id));
  for (const { permission } of rows) assert.ok(['', 'session.own'].includes(permission) || named.has(permission), permission);
  for (const { id, text } of (await admin.expect(200, 'GET', '/v1/permissions')).items) assert.notEqual(id, text, 'a permission without words for people');

  const answered = async (who, { method, path: at }) => who.call(method, at, method === 'GET' ? {} : { json: {} });
  const nobody = new Session(server.origin);
  const fresh = new Session(server.origin);
  const added = await admin.expect(201, 'POST', '/v1/users', { json: { login: 'fresh', name: 'Fresh', roles: ['admin'] } });
  assert.equal((await fresh.signIn('fresh', added.one_time_password)).status, 200);
  const people = [];
  for (const role of roles) people.push({ role, who: await admin.withUser(`a-${role.id}`, { roles: [role.id] }) });

  for (const row of rows) {
    const label = `${row.method} ${row.path}`;
    const open = row.permission === '';
    const own = row.permission === 'session.own';
    const asksClients = open && row.path.startsWith('/oauth/'); // who shows no client or token of its own is told so
    const imitates = row.path === '/v1/plate-reader/'; // refuses in another's words: 403 without a code
    assert.equal((await answered(nobody, row)).status, open ? (await answered(people[0].who, row)).status : imitates ? 403 : 401, `${label} by nobody`);
    const must = await answered(fresh, row);
    if (!open && !own) assert.deepEqual([must.status, must.code], [403, imitates ? undefined : 'password-must-change'], label);
    for (const { role, who } of people) {
      const may = open || own || role.permissions.includes('*') || role.permissions.includes(row.permission);
      const { status, code } = await answered(who, row);
      const context = `${label} (${row.permission}) by ${role.id}: ${status} ${code}`;
      if (may) assert.ok((status !== 401 || asksClients) && code !== 'permission-missing' && !(imitates && status === 403), context);
      else assert.deepEqual([status, code], [403, imitates ? undefined : 'permission-missing'], context);
    }
  }
});

// Two zones, with a stay that has ended in each.
async function town(t) {
  const server = await Server.started(t);
  const api = new Api(server);
  const [a, b] = [await openZone(api, { name: 'A' }), await openZone(api, { name: 'B', area: { type: 'Circle', coordinates: [-60, -30], radius_m: 100 } })];
  const parked = async (zone, plate) => {
    const stay = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate, zone: zone.id, entered_at: minutesAgo(90).toISOString() } });
    return api.expect(200, 'PUT', `/v1/parking/stays/${stay.id}/closure`, { json: {} });
  };
  const seen = async (zone, plate, device) => {
    const json = { plate, confidence: 0.99, seen_at: minutesAgo(2 * 24 * 60).toISOString(), zone: zone.id, device }; // too old to begin a stay
    return (await api.expect(201, 'POST', '/v1/sightings', { json })).sightings[0].id;
  };
  return {
    server, api, a, b,
    there: { stay: await parked(a, 'AB123CD'), sighting: await seen(a, 'AC111AA', 'gate-a') },
    elsewhere: { stay: await parked(b, 'AD456EF'), sighting: await seen(b, 'AC222BB', 'gate-b') },
  };
}

test('who is limited to a zone neither sees nor changes another', async (t) => {
  const { server, a, b, there, elsewhere } = await town(t);
  const admin = await Session.administrator(server);
  const eva = await admin.withUser('eva', { roles: ['operator'], zones: [a.id] });
  const { secret } = await admin.expect(201, 'POST', '/v1/keys', { json: { name: 'A', permissions: ['*'], zones: [a.id] } });
  for (const who of [eva, new Api({ origin: server.origin, key: secret })]) {
    const listed = async (address, pick) => (await who.expect(200, 'GET', address)).items.map(pick);
    assert.deepEqual(await listed('/v1/parking/zones', (each) => each.id), [a.id]);
    assert.deepEqual(await listed('/v1/parking/stays', (each) => each.id), [there.stay.id]);
    assert.deepEqual(await listed(`/v1/parking/stays?zone=${b.id}`, (each) => each.id), []);
    assert.deepEqual(await listed('/v1/parking/tickets', (each) => each.number), [there.stay.ticket]);
    assert.deepEqual(await listed('/v1/sightings', (each) => each.id), [there.sighting]);
    assert.deepEqual(await listed('/v1/sightings?plate=AC222BB', (each) => each.id), []);
    assert.equal((await who.expect(200, 'GET', `/v1/parking/totals?from=${minutesAgo(120).toISOString()}`)).plates, 1);
    assert.equal((await who.expect(200, 'GET', `/v1/parking/stays/${there.stay.id}`)).id, there.stay.id);

    const { stay, sighting } = elsewhere;
    const notThere = [
      ['GET', `/v1/parking/zones/${b.id}`], ['GET', `/v1/parking/zones/${b.id}/occupancy`], ['PATCH', `/v1/parking/zones/${b.id}`, { capacity: 1 }],
      ['GET', `/v1/parking/totals?zone=${b.id}`],
      ['GET', `/v1/parking/stays/${stay.id}`], ['GET', `/v1/parking/stays/${stay.id}/charge`], ['GET', `/v1/parking/stays/${stay.id}/history`],
      ['PATCH', `/v1/parking/stays/${stay.id}`, { vehicle_class: '', reason: 'x' }], ['DELETE', `/v1/parking/stays/${stay.id}/closure`],
      ['POST', '/v1/parking/stays', { plate: 'AE789GH', zone: b.id }],
      ['GET', `/v1/parking/tickets/${stay.ticket}`], ['GET', `/v1/parking/tickets/${stay.ticket}.pdf`],
      ['POST', `/v1/parking/tickets/${stay.ticket}/payments`, { amount: 100_000, method: 'cash' }],
      ['PUT', `/v1/parking/tickets/${stay.ticket}/forgiveness`, { reason: 'x' }], ['PUT', `/v1/parking/tickets/${stay.ticket}/dispute`, { reason: 'x' }],
      ['GET', `/v1/sightings/${sighting}`], ['GET', `/v1/sightings/${sighting}/history`], ['PATCH', `/v1/sightings/${sighting}`, { plate: 'AC333CC' }],
    ];
    for (const [method, address, json] of notThere) {
      assert.equal((await who.call(method, address, { json })).status, 404, `${method} ${address}`);
    }
    const forbidden = [
      ['POST', '/v1/sightings', { plate: 'AC444DD', confidence: 0.9, seen_at: minutesAgo(1).toISOString(), zone: b.id }],
      ['POST', '/v1/sightings', { plate: 'AC444DD', confidence: 0.9, seen_at: minutesAgo(1).toISOString() }],
      ['POST', '/v1/parking/zones', { name: 'C', tariff: a.tariff, time_zone: 'America/Argentina/Buenos_Aires' }],
    ];
    for (const [method, address, json] of forbidden) {
      assert.equal((await who.call(method, address, { json })).body.code, 'out-of-reach', `${method} ${address}`);
    }
    await who.expect(201, 'POST', `/v1/parking/tickets/${there.stay.ticket}/payments`, { json: { amount: 1_000, method: 'cash' } });
  }
});

test('a key limited to a device sends what that device saw, and sees no other photo', async (t) => {
  const { server, api, a } = await town(t);
  await api.expect(201, 'POST', '/v1/devices', { json: { name: 'gate', kind: 'gate' } });
  const mine = await api.capture('ar07_in', { device: 'gate' });
  const other = await api.capture('ar01_in', { device: 'phone' });
  const made = await api.expect(201, 'POST', '/v1/keys', { json: { name: 'gate', permissions: ['*'], devices: ['gate'] } });
  const gate = new Api({ origin: server.origin, key: made.secret });
  assert.deepEqual((await gate.expect(200, 'GET', '/v1/captures')).items.map((each) => each.id), [mine.id]);
  for (const part of ['', '/image', '/thumbnail', '/crop']) {
    assert.equal((await gate.call('GET', `/v1/captures/${other.id}${part}`)).status, 404);
    assert.equal((await gate.call('GET', `/v1/captures/${mine.id}${part}`)).status, 200);
  }
  assert.equal((await gate.call('PUT', `/v1/captures/${other.id}/plate`, { json: { plate: 'AB123CD' } })).status, 404);
  assert.equal((await gate.upload(await photo('ar02_in'), { device: 'phone' })).body.code, 'out-of-reach');
  assert.equal((await gate.upload(await photo('ar02_in'), {})).body.code, 'out-of-reach');
  assert.equal((await gate.call('GET', '/v1/events')).body.code, 'out-of-reach');

  const limited = await api.expect(201, 'POST', '/v1/keys', { json: { name: 'A', permissions: ['*'], zones: [a.id] } });
  const there = new Api({ origin: server.origin, key: limited.secret });
  assert.deepEqual((await there.expect(200, 'GET', '/v1/captures')).items, [], 'neither device is registered there');
  await api.expect(200, 'PATCH', `/v1/devices/${(await api.expect(200, 'GET', '/v1/devices')).items[0].id}`, { json: { zone: a.id } });
  assert.deepEqual((await there.expect(200, 'GET', '/v1/captures')).items.map((each) => each.id), [mine.id]);
});
