// The phone page in a real browser: from the photo to the payment, in both languages.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api } from './api.js';
import { Phone } from './browser.js';
import { minutesAgo, photoTakenAt, plateOf } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

const LANGUAGES = {
  es: { locale: 'es-AR', take: 'Sacar foto', opened: /Estadía abierta en Centro A/, closed: /Estadía cerrada en Centro A/, owed: '$ 2.000,00',
        pay: 'Cobrar', transfer: 'Transferencia', confirm: 'Registrar el pago', paid: 'Pagada', stays: 'Estadías', recent: 'Recientes' },
  en: { locale: 'en-GB', take: 'Take photo', opened: /Stay opened in Centro A/, closed: /Stay closed in Centro A/, owed: 'ARS 2,000.00',
        pay: 'Take payment', transfer: 'Transfer', confirm: 'Record the payment', paid: 'Paid', stays: 'Stays', recent: 'Recent' },
};

const spaces = (text) => text.replace(/\s+/g, ' ').trim();

for (const [language, words] of Object.entries(LANGUAGES)) {
  test(`${language}: two photos, a ticket, a payment`, async (t) => {
    const server = await Server.started(t);
    await openZone(new Api(server));
    const phone = await Phone.started(t, server, { locale: words.locale });
    const { page } = phone;

    await phone.open();
    await page.getByRole('button', { name: words.take }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    assert.equal(new URL(page.url()).hash, '', 'the key leaves the address bar');
    await phone.picture(`phone-${language}-start`, { fullPage: false });

    await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_in', minutesAgo(65)));
    await phone.says(words.opened);
    const plate = await plateOf('ar01_in');
    await phone.card().getByRole('img', { name: new RegExp([...plate].join(' ')) }).waitFor();
    await phone.card().locator('canvas').waitFor();
    await phone.card().locator('.owed strong').waitFor();
    await phone.picture(`phone-${language}-opened`, { fullPage: false });

    await page.getByRole('link', { name: words.stays }).click();
    await page.locator('#stays .item').waitFor();
    await page.locator('#search').fill(plate.slice(0, 5));
    await page.locator('#stays .item').waitFor();
    await phone.picture(`phone-${language}-stays`, { fullPage: false });
    await page.goBack();

    await phone.takePhoto(await photoTakenAt(phone.folder, 'ar01_out', minutesAgo(1)));
    await phone.card().getByText(words.closed).waitFor();
    await phone.card().getByRole('button', { name: words.pay }).waitFor();
    assert.equal(spaces(await phone.card().locator('.owed strong').textContent()), words.owed);
    await phone.card().locator('details summary').first().click();
    await phone.card().evaluate((card) => card.scrollIntoView());
    await phone.picture(`phone-${language}-closed`, { fullPage: false });

    await phone.card().getByRole('button', { name: words.pay }).click();
    await page.getByRole('radio', { name: words.transfer }).check();
    await phone.picture(`phone-${language}-pay`, { fullPage: false });
    await page.getByRole('button', { name: words.confirm }).click();
    await phone.card().getByText(words.paid, { exact: true }).waitFor();
    await phone.picture(`phone-${language}-paid`);

    const [ticket] = await Promise.all([phone.context.waitForEvent('page'), phone.card().locator('.thirds a').first().click()]);
    await ticket.waitForLoadState();
    assert.match(await ticket.content(), new RegExp(`${plate}|${plate.replace(/(\D+)(\d+)(\D+)/, '$1 $2 $3')}`));
    await ticket.screenshot({ path: `var/screenshots/ticket-${language}.png`, fullPage: true });
    const pdf = await page.request.get(await phone.card().locator('.thirds a').nth(1).getAttribute('href'));
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');

    await page.getByRole('link', { name: words.recent }).click();
    await page.locator('#recent .item').nth(1).waitFor();
    await phone.picture(`phone-${language}-recent`, { fullPage: false });
  });
}

test('the language is switched and remembered', async (t) => {
  const phone = await Phone.started(t, await Server.started(t));
  await phone.open();
  await phone.page.getByRole('button', { name: 'English' }).click();
  await phone.page.getByRole('button', { name: 'Take photo' }).waitFor();
  await phone.page.reload();
  await phone.page.getByRole('button', { name: 'Take photo' }).waitFor();
});

test('a plate is corrected by one touch, or by the keyboard alone', async (t) => {
  const server = await Server.started(t);
  await openZone(new Api(server));
  const phone = await Phone.started(t, server);
  const { page } = phone;
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar09_in', minutesAgo(20)));
  await phone.says(/Estadía abierta/);

  await page.keyboard.press('e');
  await page.keyboard.type('gkn483');
  await page.keyboard.press('Enter');
  await phone.card().getByRole('img', { name: /G K N 4 8 3/ }).waitFor();
  await phone.card().getByText('Corregir la patente').click();
  await phone.picture('phone-es-corrected');
  await phone.card().getByRole('button', { name: /Corregir a GKN.482/ }).click();
  await phone.card().getByRole('img', { name: /G K N 4 8 2/ }).waitFor();
});

test('where nothing is read, the page says why and takes the plate', async (t) => {
  const server = await Server.started(t);
  await openZone(new Api(server));
  const phone = await Phone.started(t, server);
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'no01_empty', minutesAgo(5)));
  await phone.says('No se leyó ninguna patente');
  await phone.page.keyboard.type('ab123cd'); // the field has the focus
  await phone.picture('phone-es-nothing-read');
  await phone.page.keyboard.press('Enter');
  await phone.says(/Estadía abierta en Centro A/);
});

test('an old photo is offered the time of arrival', async (t) => {
  const server = await Server.started(t);
  await openZone(new Api(server));
  const phone = await Phone.started(t, server);
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar10_in', minutesAgo(3 * 24 * 60)));
  await phone.says(/La foto es vieja/);
  await phone.picture('phone-es-old');
  await phone.page.getByRole('button', { name: 'Usar la hora de llegada' }).click();
  await phone.says(/Estadía abierta en Centro A/);
});

test('without permission for the position the page says so, and a pasted link places the photo', async (t) => {
  const server = await Server.started(t);
  await openZone(new Api(server));
  const phone = await Phone.started(t, server, { geolocation: null });
  const { page } = phone;
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar11_in', minutesAgo(5)));
  await phone.says('No hay permiso para usar la posición');
  await phone.says(/Estadía abierta en Todo/); // the zone for what has no place
  await page.getByRole('button', { name: 'Indicar el lugar' }).click();
  await page.getByLabel('Coordenadas o enlace de un mapa').fill('geo:-34.6037,-58.3816');
  await phone.picture('phone-es-place', { fullPage: false });
  await page.getByRole('button', { name: 'Usar este lugar' }).click();
  await phone.says(/Estadía abierta en Centro A/);
});

test('without a key, or with a wrong one, the page asks for it', async (t) => {
  const server = await Server.started(t);
  const phone = await Phone.started(t, server);
  const { page } = phone;
  await phone.open({ key: null });
  await page.getByText('Falta la clave de acceso').waitFor();
  await page.getByLabel('Clave', { exact: true }).fill(`pat_${'x'.repeat(43)}`);
  await page.getByRole('button', { name: 'Guardar la clave' }).click();
  await page.getByText('La clave no sirve').waitFor();
  await phone.picture('phone-es-key', { fullPage: false });
  await page.getByLabel('Clave', { exact: true }).fill(server.key);
  await page.getByRole('button', { name: 'Guardar la clave' }).click();
  await page.locator('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Recientes' }).click();
  await phone.says('Todavía no se envió ninguna foto');
});

test('offline, photos wait on the phone and are sent once when the network is back', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  const phone = await Phone.started(t, server);
  const { page, context } = phone;
  await phone.open();
  await page.getByRole('button', { name: 'Sacar foto' }).waitFor();

  await context.setOffline(true);
  await page.getByText('Sin conexión').waitFor();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar12_in', minutesAgo(15)));
  await phone.says('La foto quedó guardada en este teléfono');
  await phone.picture('phone-es-offline', { fullPage: false });
  assert.equal((await api.expect(200, 'GET', '/v1/captures')).items.length, 0);

  await context.setOffline(false);
  await phone.says(/Estadía abierta en Centro A/);
  assert.equal((await api.expect(200, 'GET', '/v1/captures')).items.length, 1);
});

test('the page opens without a network, and takes a photo there', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  const phone = await Phone.started(t, server);
  const { page, context } = phone;
  await phone.open();
  await page.getByRole('button', { name: 'Sacar foto' }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);

  await context.setOffline(true);
  await page.reload();
  await page.getByText('Sin conexión').waitFor();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar13_in', minutesAgo(15)));
  await phone.says('La foto quedó guardada en este teléfono');
  await phone.picture('phone-es-offline-start', { fullPage: false });
  await page.getByRole('link', { name: 'Estadías' }).click();
  await page.locator('#stays').getByText('No se pudo llegar al servidor').waitFor();

  await context.setOffline(false);
  await page.getByRole('link', { name: 'Foto' }).click();
  await phone.says(/Estadía abierta en Centro A/);
  assert.equal((await api.expect(200, 'GET', '/v1/captures')).items.length, 1);
});

test('an answer that was lost is asked for again with the same key: one capture', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  const phone = await Phone.started(t, server);
  const keys = [];
  await phone.page.route('**/v1/captures', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await phone.open();
  await phone.takePhoto(await photoTakenAt(phone.folder, 'ar13_in', minutesAgo(15)));
  await phone.page.getByRole('button', { name: 'Enviar ahora' }).click();
  await phone.says(/Estadía abierta en Centro A/);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  assert.equal((await api.expect(200, 'GET', '/v1/captures')).items.length, 1);
});

test('a file that is no photo is explained', async (t) => {
  const phone = await Phone.started(t, await Server.started(t));
  await phone.open();
  await phone.page.setInputFiles('#gallery', { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
  await phone.says('Este archivo no es una imagen que se pueda abrir');
});

test('dark, in English, and on a wide screen', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  await openZone(api);
  for (const [name, options] of [['dark', { locale: 'en-GB', colorScheme: 'dark' }], ['wide', { locale: 'en-GB', width: 1200 }]]) {
    const phone = await Phone.started(t, server, options);
    await phone.open();
    await phone.takePhoto(await photoTakenAt(phone.folder, name === 'dark' ? 'mo01_in' : 'br01_in', minutesAgo(30)));
    await phone.card().locator('.owed strong').waitFor();
    await phone.picture(`phone-en-${name}`, { fullPage: false });
  }
});
