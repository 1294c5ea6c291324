// See run.
import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Api } from '../journeys/api.js';
import { Server } from '../journeys/server.js';
import { openZone } from '../journeys/zone.js';
import { launch } from '../screens/screens.js';

const BATCHES_A_SECOND = 5;
const LOOK_EVERY_MS = 30_000;
const MORE_MB = 12; // that garbage and caches may differ by
const TASK_MS_MAX = 200;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '50' } } });
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
assert.ok(minutes > 0 && rate >= BATCHES_A_SECOND, 'run --minutes 10 --rate 50');

const letters = (number) => [17_576, 676, 26].map((each) => String.fromCharCode(65 + (Math.floor(number / (each / 26)) % 26))).join('');
const plate = (number) => `A${letters(number).slice(0, 1)}${String(number % 1000).padStart(3, '0')}${letters(number).slice(1)}`;

// Tells sightings at an even pace until `over()`; gives how many.
async function feed(api, zone, over) {
  const began = Date.now();
  let told = 0;
  while (!over()) {
    const due = Math.floor(((Date.now() - began) / 1000) * rate);
    const batch = Array.from({ length: Math.min(due - told, 1000) }, (_, index) => ({
      plate: plate(told + index), confidence: 0.97, seen_at: new Date().toISOString(), device: `gate-${(told + index) % 20}`, zone, region: 'ar',
    }));
    if (batch.length > 0) await api.expect(201, 'POST', '/v1/sightings', { json: batch });
    told += batch.length;
    await pause(1000 / BATCHES_A_SECOND);
  }
  return told;
}

async function lookAt(cdp, page) {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const figure = (name) => metrics.find((each) => each.name === name).value;
  const longest = await page.evaluate(() => {
    const all = globalThis.longTasks.splice(0);
    return Math.max(0, ...all);
  });
  return { heapMb: figure('JSHeapUsedSize') / 2 ** 20, nodes: figure('Nodes'), listeners: figure('JSEventListeners'), longest };
}

const most = (looks, name) => Math.max(...looks.map((look) => look[name]));

const server = new Server(await mkdtemp(path.join(os.tmpdir(), 'patente-live-feed-')), []);
await server.start();
const browser = await launch();
try {
  const api = new Api(server);
  const zone = await openZone(api, { capacity: 1000 });
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, locale: 'es-AR' });
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] });
  });
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.stack));
  await page.goto(`${server.origin}/app/dashboard#key=${server.key}`);
  await page.getByRole('status').filter({ hasText: 'En vivo' }).waitFor({ timeout: 60_000 });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');

  const ends = Date.now() + minutes * 60_000;
  const telling = feed(api, zone.id, () => Date.now() >= ends);
  const looks = [];
  while (Date.now() < ends) {
    await pause(Math.min(LOOK_EVERY_MS, (minutes * 60_000) / 6));
    looks.push(await lookAt(cdp, page));
    const { heapMb, nodes, listeners, longest } = looks.at(-1);
    console.log(`${String(looks.length).padStart(3)}  heap ${heapMb.toFixed(1)} MB  nodes ${nodes}  listeners ${listeners}  longest task ${longest.toFixed(0)} ms`);
  }
  const told = await telling;
  const cards = await page.getByRole('region', { name: 'Últimos avistajes' }).getByRole('listitem').count();
  const third = Math.ceil(looks.length / 3);
  const [first, last] = [looks.slice(0, third), looks.slice(-third)];
  console.log(`${told} sightings in ${minutes} min (${(told / minutes / 60).toFixed(1)} a second): heap ${most(first, 'heapMb').toFixed(1)} MB in the first third, ` +
    `${most(last, 'heapMb').toFixed(1)} MB in the last; nodes ${most(first, 'nodes')} and ${most(last, 'nodes')}; ${cards} cards; longest task ${most(looks, 'longest').toFixed(0)} ms`);
  assert.ok(told >= minutes * 60 * rate * 0.9, `only ${told} sightings could be told`);
  assert.ok(cards > 0 && cards <= 24, `${cards} cards`);
  assert.ok(most(last, 'heapMb') <= most(first, 'heapMb') + MORE_MB, 'the memory grows');
  assert.ok(most(last, 'nodes') <= most(first, 'nodes') * 1.5, 'the page grows');
  assert.deepEqual(faults, []);
  if (most(looks, 'longest') > TASK_MS_MAX) console.log(`note: a task of more than ${TASK_MS_MAX} ms`);
} finally {
  await browser.close();
  await server.gone();
}
