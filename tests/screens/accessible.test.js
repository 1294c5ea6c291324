// Every page of the web app passes axe-core: phone and desktop, light and dark, each language once.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import test from 'node:test';
import { PAGES } from './pages.js';
import { drawn, launch, townServed } from './screens.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOOKS = [['es', 'desktop', 'light'], ['en', 'desktop', 'dark'], ['en', 'phone', 'light'], ['es', 'phone', 'dark']];

test('every page is accessible and logs no error', async (t) => {
  const { server, ids } = await townServed();
  t.after(() => server.gone());
  const browser = await launch();
  t.after(() => browser.close());
  for (const { name, only } of PAGES)
    await t.test(name, async () => {
      for (const look of LOOKS.filter(([, size]) => !only || size === only)) {
        const { page, faults, close } = await drawn(browser, server, ids, [name, ...look]);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
        assert.deepEqual([look.join(' '), found, faults], [look.join(' '), [], []]);
        await close();
      }
    });
});
