// What a role may not see, the app neither shows nor asks for: every page that it leads to, and those it does not.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo } from './photos.js';
import { Server } from './server.js';
import { Session } from './session.js';
import { openZone } from './zone.js';

const PAGES = ['/dashboard', '/capture', '/sightings', '/parking/stays', '/parking/tickets', '/parking/zones', '/parking/tariffs', '/alerts', '/till',
  '/permits', '/stamps', '/devices', '/webhooks', '/operations', '/users', '/audit'];
// Pages that one comes to from another, and those that only some of its readers may open.
const INNER = ['/sightings/tracks/AB123CD', '/parking/zones/new', '/parking/tariffs/new', '/alerts/lists', '/till/closings', '/permits/new', '/stamps/new',
  '/operations/jobs', '/operations/settings', '/users/roles', '/users/keys'];

const ROLES = [
  { role: 'attendant', shown: ['/dashboard', '/capture', '/parking/stays', '/parking/tickets', '/parking/zones', '/parking/tariffs', '/till', '/permits', '/stamps',
    '/devices'] },
  { role: 'officer', shown: ['/dashboard', '/capture', '/sightings', '/parking/stays', '/parking/tickets', '/parking/zones', '/parking/tariffs', '/alerts', '/permits',
    '/stamps', '/devices'], inner: ['/sightings/tracks/AB123CD', '/alerts/lists'] },
  { role: 'auditor', shown: PAGES.filter((each) => each !== '/capture').map((each) => (each === '/till' ? '/till/closings' : each)),
    inner: ['/sightings/tracks/AB123CD', '/alerts/lists', '/operations/jobs', '/operations/settings', '/users/roles'] },
  { role: 'citizen', shown: [] },
];

// Something to see on every page: a stay that owes, what was seen of it, a permit and a stamp.
async function town(server) {
  const api = new Api(server);
  const zone = await openZone(api);
  const opened = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate: 'AB123CD', zone: zone.id, entered_at: minutesAgo(90).toISOString() } });
  const stay = await api.expect(200, 'PUT', `/v1/parking/stays/${opened.id}/closure`, { json: {} });
  await api.capture('ar05_in', { takenAt: minutesAgo(20) });
  await api.expect(201, 'POST', '/v1/devices', { json: { name: 'gate', kind: 'gate', zone: zone.id } });
  return [`/parking/stays/${stay.id}`, `/parking/tickets/${stay.ticket}`, `/parking/zones/${zone.id}`, `/parking/tariffs/${zone.tariff}`];
}

// Every address of the API that the page calls, and the status of each answer.
function recorded(page) {
  const calls = [];
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (pathname.startsWith('/v1/')) calls.push({ method: answer.request().method(), pathname, status: answer.status() });
  });
  page.on('websocket', (socket) => calls.push({ method: 'GET', pathname: new URL(socket.url()).pathname, status: 101 }));
  return calls;
}

// What each call needs, as the contract says.
async function permissionsOf(server) {
  const { paths } = await (await fetch(`${server.origin}/openapi.json`)).json();
  const rows = Object.entries(paths).flatMap(([template, item]) => Object.entries(item).map(([method, { 'x-permission': permission = '' }]) => ({
    method: method.toUpperCase(), pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`), permission,
    isPlain: !template.includes('{'),
  })));
  return ({ method, pathname }) => {
    const fitting = rows.filter((row) => row.method === method && row.pattern.test(pathname));
    const row = fitting.find(({ isPlain }) => isPlain) ?? fitting[0];
    assert.ok(row, `${method} ${pathname} is in the contract`);
    return row.permission;
  };
}

test('each role sees and fetches what it may, and no more', async (t) => {
  const server = await Server.started(t);
  const theirs = await town(server);
  const admin = await Session.administrator(server);
  const permissionOf = await permissionsOf(server);
  const roles = (await admin.expect(200, 'GET', '/v1/roles')).items;

  for (const { role, shown, inner = [] } of ROLES) {
    await t.test(role, async (inRole) => {
      const login = `a-${role}`;
      await admin.withUser(login, { roles: [role] });
      const { permissions } = roles.find(({ id }) => id === role);
      const phone = await Phone.started(inRole, server, { width: 1280, locale: 'en-GB', webgl: true });
      const { page } = phone;
      const calls = recorded(page);
      const isQuiet = () => page.waitForLoadState('networkidle');
      const go = async (address) => {
        await page.goto(`${server.origin}/app${address}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await isQuiet();
      };
      // As its links go: the app stays, and its page changes. `name`: of the page's heading.
      const goWithin = async (address, name) => {
        await page.evaluate((target) => {
          history.pushState(null, '', target);
          dispatchEvent(new PopStateEvent('popstate'));
        }, `/app${address}`);
        await page.getByRole('heading', { level: 1, name }).waitFor();
      };

      await page.goto(`${server.origin}/app/`);
      await page.getByLabel('User name').fill(login);
      await page.getByLabel('Password').fill(`the own password of ${login}`);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      const navigation = page.getByRole('navigation', { name: 'Main navigation' });
      await navigation.waitFor({ state: 'attached' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      calls.length = 0; // whoever is not signed in yet is told 401

      const links = await navigation.getByRole('link').evaluateAll((all) => all.map((each) => new URL(each.href).pathname.replace(/^\/app/, '')));
      assert.deepEqual(links, shown);
      for (const address of links) {
        await navigation.locator(`a[href="/app${address}"]`).click();
        await page.waitForURL(`**/app${address}*`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await isQuiet();
      }
      if (permissions.includes('parking.read')) for (const address of theirs) await go(address);
      for (const address of [...inner, '/account']) await go(address);
      assert.ok(calls.length > 0);

      const asked = new Set(); // whether or not it was answered before the page changed
      page.on('request', (request) => asked.add(new URL(request.url()).pathname));
      const NOT_ALLOWED = 'You have no permission for this page';
      const [typed, ...refused] = [...PAGES, ...INNER].filter((each) => !shown.includes(each) && !inner.includes(each));
      for (const address of refused) {
        await goWithin('/nowhere', 'This page does not exist'); // so that the next heading is not the one before
        await goWithin(address, NOT_ALLOWED);
        await page.getByText('An administrator can grant it.').waitFor();
      }
      await go(typed);
      await page.getByRole('heading', { level: 1, name: NOT_ALLOWED }).waitFor();
      // Who one is, and the alerts that are told on whatever page one is.
      const ofApi = [...asked].filter((each) => each.startsWith('/v1/') && each !== '/v1/events');
      assert.deepEqual(ofApi, ['/v1/session']);

      for (const call of calls) {
        const permission = permissionOf(call);
        const may = ['', 'session.own'].includes(permission) || permissions.includes(permission);
        assert.ok(may && call.status < 400, `${call.method} ${call.pathname} (${permission}): ${call.status}`);
      }
    });
  }
});
