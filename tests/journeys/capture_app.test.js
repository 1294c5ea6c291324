// Photos in the app, from a phone in the street: what they open and close, what is paid, and that none is lost or counted twice.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { Phone, isAccessible } from './browser.js';
import { minutesAgo, photoTakenAt, plateOf } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

const LANGUAGES = {
  es: { locale: 'es-AR', opened: /Estadía abierta en Centro A/, closed: /Estadía cerrada en Centro A/, owed: /^\$\s2\.000,00$/, onward: 'Cobrar', unpaid: 'A pagar',
        pay: 'Cobrar', transfer: 'Transferencia', paid: 'Paga' },
  en: { locale: 'en-GB', opened: /Stay opened in Centro A/, closed: /Stay closed in Centro A/, owed: /^ARS\s2,000\.00$/, onward: 'Take payment', unpaid: 'To be paid',
        pay: 'Take a payment', transfer: 'Transfer', paid: 'Paid' },
};

const captures = async (api) => (await api.expect(200, 'GET', '/v1/captures')).items;

async function parkingLot(t, how = {}) {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  const phone = await Phone.started(t, server, how);
  await phone.open();
  await phone.page.getByTestId('camera').waitFor({ state: 'attached' });
  return { server, api, phone, page: phone.page };
}

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`${language}: two photos, a ticket, a payment`, async (t) => {
    const { api, phone, page } = await parkingLot(t, { locale: words.locale });
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    assert.equal(new URL(page.url()).hash, '', 'the key leaves the address bar');

    await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_in', minutesAgo(65)));
    await phone.card().getByText(words.opened).waitFor();
    const plate = await plateOf('ar01_in');
    await phone.card().getByRole('img', { name: new RegExp([...plate].join(' ')) }).waitFor();
    await phone.picture(`capture-${language}-opened`, { fullPage: false });

    await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_out', minutesAgo(1)));
    await phone.card().getByText(words.closed).waitFor();
    await phone.card().getByText(words.unpaid, { exact: true }).waitFor();
    await phone.card().getByText(words.owed).waitFor();
    await isAccessible(page);
    await phone.picture(`capture-${language}-closed`, { fullPage: false });
    await phone.card().getByRole('link', { name: words.onward }).click();

    await page.getByRole('button', { name: words.pay, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: words.transfer }).click();
    await dialog.getByRole('button', { name: words.pay, exact: true }).click();
    await page.getByText(words.paid, { exact: true }).waitFor();
    await phone.picture(`capture-${language}-paid`);
    const [ticket] = (await api.expect(200, 'GET', '/v1/parking/tickets')).items;
    assert.deepEqual([ticket.state, ticket.plate, ticket.paid.amount], ['paid', plate, 200_000]);
    const pdf = await api.call('GET', `/v1/parking/tickets/${ticket.number}.pdf`);
    assert.equal(pdf.status, 200);
    assert.equal((await captures(api)).length, 2);
  });
}

test('a plate is set right by one touch; where nothing is read, the page says why and takes the plate', async (t) => {
  const { api, phone, page } = await parkingLot(t);
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar09_in', minutesAgo(20)));
  await phone.card().getByText(/Estadía abierta/).waitFor();
  const offered = phone.card().getByRole('button', { name: /^Corregir a / }).first();
  const other = (await offered.getAttribute('aria-label')).replace(/^Corregir a | ·.*$/g, '').replace(/\s/g, '');
  await offered.click();
  await phone.card().getByRole('img', { name: new RegExp([...other].join(' ')) }).waitFor();
  const { items } = await api.once('/v1/parking/stays?state=open', (open) => open.items.some((stay) => stay.plate === other));
  assert.deepEqual(items.map((stay) => stay.plate), [other]);

  await phone.takePhoto(await photoTakenAt(phone.folder, 'no01_empty', minutesAgo(5)));
  await phone.card().getByText('No se leyó ninguna patente').waitFor();
  await page.keyboard.type(other.slice(0, 3)); // the field has the focus; three keystrokes offer the cars that are inside
  await page.getByRole('option', { name: new RegExp(other) }).waitFor();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('ab123cd');
  await phone.picture('capture-es-nothing-read');
  await page.keyboard.press('Enter');
  await phone.card().getByText(/Estadía abierta en Centro A/).waitFor();

  await page.getByTestId('files').setInputFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
  await page.getByText('Este archivo no es una imagen que se pueda abrir').waitFor();
});

test('an old photo is offered the time of arrival; one without a place is given it', async (t) => {
  const { phone, page } = await parkingLot(t, { geolocation: null });
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar10_in', minutesAgo(3 * 24 * 60)));
  await phone.card().getByText(/La foto es vieja/).waitFor();
  await phone.card().getByRole('button', { name: 'Usar la hora de llegada' }).click();
  await phone.card().getByText(/Estadía abierta en Todo/).waitFor(); // the zone for what has no place

  await page.getByText('No hay permiso para usar la posición').waitFor();
  await page.getByRole('button', { name: 'Cambiar' }).click();
  await page.getByRole('textbox', { name: 'Latitud, longitud' }).fill('geo:-34.6037,-58.3816');
  await page.getByRole('button', { name: 'Usar este lugar' }).click();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar11_in', minutesAgo(5)));
  await phone.card().getByText(/Estadía abierta en Centro A/).waitFor();
});

test('without a network the page opens, photos wait, and are sent once when it is back', async (t) => {
  const { api, phone, page } = await parkingLot(t);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await phone.context.setOffline(true);
  await page.reload();
  await page.getByText('Sin conexión').first().waitFor();
  for (const name of ['ar12_in', 'ar13_in']) await phone.takePhoto(await photoTakenAt(phone.folder, name, minutesAgo(15)));
  await page.getByText(/2 fotos quedaron guardadas en este equipo/).waitFor();
  await phone.picture('capture-es-offline');
  assert.equal((await captures(api)).length, 0);

  await phone.context.setOffline(false);
  await page.getByText(/Estadía abierta en Centro A/).nth(1).waitFor();
  assert.equal((await captures(api)).length, 2);
});

test('a tab that is closed while it sends, and an answer that is lost, cost no photo and count none twice', async (t) => {
  const { api, phone, page } = await parkingLot(t);
  const keys = [];
  let arrived;
  const sent = new Promise((resolve) => { arrived = resolve; });
  await phone.context.route('**/v1/captures', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the server has it; the answer never comes back
    arrived();
  });
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar13_in', minutesAgo(15)));
  await sent;
  const next = await phone.context.newPage();
  await page.close();
  await next.goto(`${phone.server.origin}/app/capture#key=${phone.server.key}`);
  await next.getByRole('article').getByText(/Estadía abierta en Centro A/).waitFor();
  assert.ok(keys.length >= 2);
  assert.deepEqual([...new Set(keys)].length, 1);
  assert.equal((await captures(api)).length, 1);
  assert.equal((await api.expect(200, 'GET', '/v1/parking/stays')).items.length, 1);
});
