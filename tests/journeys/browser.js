// Chromium as a phone or a desk's screen: a position, a language.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { PLACE } from './api.js';
import { ROOT } from './server.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
// Maps are drawn by software: slower, but everywhere.
const WITH_WEBGL = [...ARGUMENTS.filter((each) => each !== '--disable-gpu'), '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist'];
// Chromium without a window: what the one with a window does, for two thirds of the processor time.
export const CHROMIUM = '/usr/bin/chromium-headless-shell';
const PICTURES = path.join(ROOT, 'var/screenshots');

// No rule of WCAG 2.1 AA that axe knows is broken.
export async function isAccessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(', ')}`), []);
}

export class Phone {
  // `t`: the test it ends with; it fails when the page logged an error of its own.
  static async started(t, server, { locale = 'es-AR', colorScheme = 'light', geolocation = PLACE, width = 390, ignoreHTTPSErrors = false, webgl = false } = {}) {
    const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true,
      args: [...(webgl ? WITH_WEBGL : ARGUMENTS), ...(ignoreHTTPSErrors ? ['--ignore-certificate-errors'] : [])] }); // a service worker heeds no context
    const folder = await mkdtemp(path.join(os.tmpdir(), 'patente-phone-'));
    const context = await browser.newContext({
      viewport: { width, height: 844 }, deviceScaleFactor: width < 500 ? 2 : 1, isMobile: width < 500, hasTouch: true, locale, colorScheme, reducedMotion: 'reduce',
      timezoneId: 'America/Argentina/Buenos_Aires',
      ...(geolocation && { geolocation: { ...geolocation, accuracy: 8 }, permissions: ['geolocation'] }),
    });
    const phone = new Phone(context, await context.newPage(), server, folder);
    server.visitors.push(browser); // who leave first: a page whose server was killed logs it
    t.after(async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
      assert.deepEqual(phone.faults, [], 'the page logged errors');
    });
    return phone;
  }

  constructor(context, page, server, folder) {
    Object.assign(this, { context, page, server, folder, faults: [] });
    page.setDefaultTimeout(60_000); // for a machine that does much else
    page.on('pageerror', (error) => this.faults.push(error.stack));
    page.on('console', (message) => {
      const isNetwork = /Failed to load resource/.test(message.text()); // a refusal or an outage, which the tests make
      if (message.type() === 'error' && !isNetwork) this.faults.push(message.text());
    });
  }

  // Signed in with the key, at this address of the app.
  async open(address = '/capture', { key = this.server.key } = {}) {
    await this.page.goto(`${this.server.origin}/app${address}${key ? `#key=${key}` : ''}`);
  }

  // Takes a photo: gives this file to the camera button.
  takePhoto(file) {
    return this.page.getByTestId('camera').setInputFiles(file);
  }

  // The newest photo's card.
  card() {
    return this.page.getByRole('article').first();
  }

  async picture(name, { fullPage = true } = {}) {
    await mkdir(PICTURES, { recursive: true });
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage, animations: 'disabled' });
  }
}
