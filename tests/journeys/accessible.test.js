// Every view of the phone page passes axe-core, light and dark.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { Api } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo, photoTakenAt } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violationsOf(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  test(`the page is accessible, ${colorScheme}`, async (t) => {
    const server = await Server.started(t);
    await openZone(new Api(server));
    const phone = await Phone.started(t, server, { colorScheme });
    const { page } = phone;
    await phone.open();
    await phone.takePhoto(await photoTakenAt(phone.folder, 'ar02_in', minutesAgo(40)));
    await phone.card().locator('.owed strong').waitFor();
    await phone.card().getByText('Corregir la patente').click();
    assert.deepEqual(await violationsOf(page), []);
    for (const name of ['Estadías', 'Recientes']) {
      await page.getByRole('link', { name }).click();
      await page.locator('.item:visible').first().click();
      await page.locator('dialog .owed strong').waitFor();
      assert.deepEqual(await violationsOf(page), []);
      await page.keyboard.press('Escape');
    }
  });
}
