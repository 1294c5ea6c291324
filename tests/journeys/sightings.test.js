// The app's sightings: searched as one types, narrowed in the address, looked at, set right, and followed on the map.
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Api, PLACE } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

const seen = (plate, minutes, some = {}) => ({
  plate, seen_at: minutesAgo(minutes).toISOString(), confidence: 0.97, device: 'cam-1', region: 'ar',
  place: { lat: PLACE.latitude + minutes / 20_000, lon: PLACE.longitude + minutes / 15_000, accuracy_m: 12 },
  ...some,
});

async function seeded(t) {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  await api.expect(201, 'POST', '/v1/sightings', { json: [
    seen('AB123CD', 60), seen('AB123CD', 40), seen('AB123CD', 20, { device: 'cam-2' }),
    seen('A8123CD', 10, { confidence: 0.61, alternatives: [{ plate: 'AB123CD', confidence: 0.31 }] }),
    seen('GKN482', 5),
  ] });
  return { server, api };
}

const open = (phone, path) => phone.page.goto(`${phone.server.origin}/app${path}#key=${phone.server.key}`);
const rows = (page) => page.getByRole('grid', { name: /Avistajes|Sightings/ }).getByRole('row');
// Once they are so many, the head among them: a table is filled a moment after its page is there.
async function hasRows(page, count) {
  for (const until = Date.now() + 60_000; Date.now() < until && (await rows(page).count()) !== count;) await pause(50);
  assert.equal(await rows(page).count(), count);
}
const WIDE = { width: 1360, webgl: true };

test('a plate is found as it is typed, look-alikes with their reason, and narrowed by confidence', async (t) => {
  const { server } = await seeded(t);
  const { page, ...phone } = await Phone.started(t, server, WIDE);
  await open({ page, server: phone.server }, '/sightings');
  await rows(page).nth(5).waitFor(); // the head and all five

  await page.getByLabel('Patente', { exact: true }).pressSequentially('ab123cd', { delay: 30 });
  await page.waitForURL(/plate=AB123CD/);
  await page.getByText('Parecida: B → 8').waitFor();
  await page.getByRole('img', { name: 'Patente G K N 4 8 2' }).waitFor({ state: 'detached' });
  await hasRows(page, 5);

  await page.getByLabel('Seguridad', { exact: true }).click();
  await page.getByRole('option', { name: /Hasta 80\s%/ }).click();
  await page.waitForURL(/confidence_max=0.8/);
  await page.getByRole('img', { name: 'Patente A B 1 2 3 C D' }).first().waitFor({ state: 'detached' });
  await hasRows(page, 2);
  await page.reload(); // the address holds it all
  await rows(page).nth(1).waitFor();
  await hasRows(page, 2);
});

test('the row and the map choose the same; an area is drawn on the map', async (t) => {
  const { server } = await seeded(t);
  const { page } = await Phone.started(t, server, WIDE);
  await open({ page, server }, '/sightings');
  await page.locator('.maplibregl-canvas').waitFor();
  await rows(page).nth(1).click();
  await page.waitForURL(/chosen=/);
  await page.getByRole('link', { name: 'Abrir' }).waitFor();

  await page.getByRole('button', { name: 'Dibujar un lugar' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Centro en la cruz' }).click();
  await dialog.getByLabel('Radio (m)').fill('120');
  await dialog.getByRole('button', { name: 'Buscar aquí' }).click();
  await page.waitForURL(/area=circle/);
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Lugar: círculo' }).waitFor();
});

test('a corner is moved with the arrow keys and taken away with Delete', async (t) => {
  const { server } = await seeded(t);
  const { page } = await Phone.started(t, server, WIDE);
  const ring = [[0, 0], [0.004, 0], [0.004, 0.004], [0, 0.004]].map(([lon, lat]) => `${PLACE.longitude + lon},${PLACE.latitude + lat}`);
  await open({ page, server }, `/sightings?area=polygon:${ring.join(';')}`);
  await page.getByRole('button', { name: 'Lugar: polígono' }).click();
  const dialog = page.getByRole('dialog');
  const corner = dialog.getByRole('button', { name: 'Punto 2 de 4' });
  await corner.focus();
  await page.keyboard.press('ArrowRight');
  await dialog.getByRole('button', { name: 'Punto 3 de 4' }).focus();
  await page.keyboard.press('Delete');
  await dialog.getByRole('button', { name: 'Punto 3 de 3' }).waitFor();
  await dialog.getByRole('button', { name: 'Buscar aquí' }).click();
  await page.waitForURL((url) => url.searchParams.get('area')?.split(';').length === 3);
  const [, second] = new URL(page.url()).searchParams.get('area').split(';');
  assert.ok(Number(second.split(',')[0]) > PLACE.longitude + 0.004, `moved east: ${second}`);
});

test('a photo is the evidence of its sighting; one touch sets it right, and its history says so', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  const capture = await api.capture('ar05_in', { takenAt: minutesAgo(70) });
  const [{ plate, alternatives }] = capture.readings;
  assert.ok(alternatives.length > 0, 'the reader offers another reading of this photo');
  const { page } = await Phone.started(t, server, WIDE);
  await open({ page, server }, `/sightings/${capture.sighting}`);
  await page.getByRole('button', { name: 'Ver la foto grande' }).getByRole('img').waitFor();
  await page.getByRole('img', { name: `Recorte de la patente ${plate}` }).waitFor();

  const spelled = (text) => `Patente ${[...text].join(' ')}`;
  await page.getByRole('button', { name: spelled(alternatives[0].plate) }).click();
  await page.getByRole('heading', { name: 'Correcciones' }).waitFor();
  await page.getByRole('list').filter({ hasText: alternatives[0].plate }).first().waitFor();
  const now = await api.expect(200, 'GET', `/v1/sightings/${capture.sighting}`);
  assert.equal(now.plate, alternatives[0].plate);
  assert.equal(now.corrected, true);
});

test('a track is gone through with the slider', async (t) => {
  const { server } = await seeded(t);
  const { page } = await Phone.started(t, server, { webgl: true }); // a phone
  await open({ page, server }, '/sightings/tracks/AB123CD');
  await page.locator('.maplibregl-canvas').waitFor();
  const stops = page.getByRole('list', { name: 'Avistajes en orden' }).getByRole('listitem');
  await stops.nth(2).waitFor();
  assert.equal(await stops.count(), 3);
  const slider = page.getByRole('slider', { name: 'Momento' });
  const latest = await slider.getAttribute('aria-valuetext');
  await slider.focus();
  await page.keyboard.press('Home');
  assert.notEqual(await slider.getAttribute('aria-valuetext'), latest);
  await page.getByRole('button', { name: 'Reproducir' }).click();
  await page.getByRole('button', { name: 'Pausar' }).click();
  await slider.focus();
  await page.keyboard.press('Home'); // wherever it has come to meanwhile
  await page.getByRole('button', { name: 'Avistaje siguiente' }).click();
  await stops.nth(1).getByRole('button').and(page.locator('.Mui-selected')).waitFor();
});

test('what is seen and set right shows in the other browser by itself', async (t) => {
  const { server, api } = await seeded(t);
  const [one, other] = [await Phone.started(t, server, WIDE), await Phone.started(t, server)];
  await open(one, '/sightings');
  await open(other, '/sightings');
  await rows(one.page).nth(5).waitFor();
  await rows(other.page).nth(5).waitFor();
  const { sightings: [{ id }] } = await api.expect(201, 'POST', '/v1/sightings', { json: [seen('AE451KL', 0)] });
  await one.page.getByRole('img', { name: 'Patente A E 4 5 1 K L' }).first().waitFor();
  await other.page.getByRole('img', { name: 'Patente A E 4 5 1 K L' }).first().waitFor();

  await open(one, `/sightings/${id}`);
  await one.page.getByRole('button', { name: 'Corregir a mano' }).click();
  await one.page.getByRole('textbox', { name: 'Patente' }).fill('AE451KI');
  await one.page.getByRole('button', { name: 'Guardar la corrección' }).click();
  await other.page.getByRole('img', { name: 'Patente A E 4 5 1 K I' }).first().waitFor();
});
