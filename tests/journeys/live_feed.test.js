// The dashboard follows what happens: a photo sent in one browser is in the other's feed by itself.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo, photoTakenAt, plateOf } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

test('a photo sent by the phone of one appears on the dashboard of another', async (t) => {
  const server = await Server.started(t);
  await openZone(new Api(server));
  const desk = await Phone.started(t, server, { width: 1280 });
  const phone = await Phone.started(t, server);
  const loads = [];
  desk.page.on('framenavigated', (frame) => loads.push(frame.url()));

  await desk.page.goto(`${server.origin}/app/dashboard#key=${server.key}`);
  const feed = desk.page.getByRole('region', { name: 'Últimos avistajes' });
  await feed.getByText('Ningún avistaje todavía').waitFor();
  await desk.page.getByRole('status').filter({ hasText: 'En vivo' }).waitFor();
  const loaded = loads.length;

  await phone.page.goto(`${server.origin}/app/capture#key=${server.key}`);
  const file = await photoTakenAt(phone.folder, 'ar02_in', minutesAgo(2));
  await phone.page.getByTestId('camera').setInputFiles(file);
  const plate = await plateOf('ar02_in');
  const spelled = `Patente ${[...plate].join(' ')}`;
  await phone.page.getByRole('img', { name: spelled }).first().waitFor();

  const card = feed.getByRole('listitem').filter({ has: desk.page.getByRole('img', { name: spelled }) });
  await card.waitFor();
  await card.locator(`img[src^="blob:"][alt="Recorte de la patente ${plate}"]`).waitFor(); // what the photo shows of it, too
  assert.equal(await feed.getByRole('listitem').count(), 1);
  assert.equal(loads.length, loaded, 'the dashboard was not loaded again');
});
