// See run.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { Api, PLACE } from '../journeys/api.js';
import { CHROMIUM } from '../journeys/browser.js';
import { ROOT, Server } from '../journeys/server.js';
import { PAGES, SHOWN } from './pages.js';
import { TIME_ZONE, build } from './town.js';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1360, height: 850 } };
const LOCALES = { es: 'es-AR', en: 'en-GB' };
const BYTES_MAX = 60_000; // of a picture in the documentation
const SERVE = ['--capture-max-age-h', '1500', '--webhooks-local'];

export const ALL = PAGES.flatMap(({ name, only }) =>
  Object.keys(LOCALES).flatMap((language) =>
    (only ? [only] : Object.keys(SIZES)).flatMap((size) => ['light', 'dark'].map((theme) => [name, language, size, theme]))));

// A page of the app as one sees it: signed in, drawn, and at rest.
export async function drawn(browser, { origin, key }, ids, [name, language, size, theme]) {
  const { path: address, open, as } = PAGES.find((page) => page.name === name);
  const context = await browser.newContext({
    viewport: SIZES[size], deviceScaleFactor: 1, isMobile: size === 'phone', hasTouch: size === 'phone', locale: LOCALES[language],
    colorScheme: theme, reducedMotion: 'reduce', timezoneId: TIME_ZONE, geolocation: { ...PLACE, accuracy: 8 }, permissions: ['geolocation'],
  });
  const cookie = ids.cookies[as];
  if (cookie) await context.addCookies([{ name: 'patente_session', value: cookie, url: origin }]);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.stack));
  page.on('console', (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  await page.goto(`${origin}/app${typeof address === 'string' ? address : address(ids)}${as ? '' : `#key=${key}`}`);
  await page.locator('h1').first().waitFor();
  await atRest(page);
  if (open) {
    await open(page);
    await atRest(page);
  }
  return { page, faults, close: () => context.close() };
}

// The window as tall as the page: what keeps to its edge is then at the edge of the whole.
export async function unrolled(page, [, , size]) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height > SIZES[size].height) await page.setViewportSize({ ...SIZES[size], height });
  await atRest(page);
}

const atRest = (page) =>
  page.waitForFunction(() => !document.querySelector('.MuiSkeleton-root, [aria-busy=true], .MuiCircularProgress-root') &&
    [...document.images].every((image) => image.complete));

export const launch = () =>
  chromium.launch({ executablePath: CHROMIUM, headless: true, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] });

// A server with the town in it, and the ids of its pages. `gone` ends it.
export async function townServed() {
  const server = new Server(await mkdtemp(path.join(os.tmpdir(), 'patente-screens-')), SERVE);
  await server.start();
  try {
    return { server, ids: await build(new Api(server), server.data) };
  } catch (error) {
    await server.gone();
    throw error;
  }
}

async function main() {
  const { values } = parseArgs({
    options: { pages: { type: 'string' }, docs: { type: 'boolean' }, at: { type: 'string' }, key: { type: 'string' } },
  });
  const wanted = values.pages?.split(',');
  const pictures = (values.docs ? SHOWN : ALL).filter(([name]) => !wanted || wanted.includes(name));
  const folder = path.join(ROOT, values.docs ? 'docs/pictures/app' : 'var/screens');
  await mkdir(folder, { recursive: true });
  const { server, ids } = values.at
    ? { server: { origin: values.at, key: values.key, gone: () => undefined }, ids: await build(new Api({ origin: values.at, key: values.key })) }
    : await townServed();
  const browser = await launch();
  let failed = 0;
  try {
    for (const picture of pictures) {
      const file = path.join(folder, `${picture.join('-')}.${values.docs ? 'jpg' : 'png'}`);
      const { page, faults, close } = await drawn(browser, server, ids, picture);
      if (!values.docs) await unrolled(page, picture);
      const form = values.docs ? { type: 'jpeg', quality: 30 } : {};
      await page.screenshot({ path: file, animations: 'disabled', ...form });
      if (values.docs) assert.ok((await stat(file)).size <= BYTES_MAX, `${file} is larger than ${BYTES_MAX} bytes`);
      failed += faults.length > 0;
      console.log(`${path.relative(ROOT, file)}${faults.length > 0 ? `  logged: ${faults.join(' | ').slice(0, 300)}` : ''}`);
      await close();
    }
  } finally {
    await browser.close();
    await server.gone();
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

if (import.meta.filename === path.resolve(process.argv[1])) await main();
