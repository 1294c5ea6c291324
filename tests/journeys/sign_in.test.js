// Signing in at the app: a first password, a second factor, and a code that is refused in words.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { Phone } from './browser.js';
import { Server } from './server.js';

const STEP_MS = 30_000;
const CHOSEN = 'tres perros azules';

function bytesOf(base32) {
  const bits = [...base32].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((each) => parseInt(each, 2)));
}

// RFC 6238: six digits of the 30 s that began so many steps from now.
function codeOf(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

// Six digits that are no code of these minutes.
function wrongCode(secret) {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((each) => !right.includes(each));
}

const WORDS = {
  es: {
    signIn: 'Entrar', login: 'Usuario', password: 'Contraseña', choose: 'Elegir una contraseña', current: 'Contraseña actual', chosen: 'Contraseña nueva',
    again: 'La nueva, otra vez', differs: 'No es igual a la de arriba.', save: 'Guardar la contraseña', more: 'Más', account: 'Su cuenta', on: 'Activar',
    shown: 'Código que muestra la aplicación', isOn: 'Activo: además de la contraseña se pide un código.', out: 'Salir', code: 'Código de la aplicación', live: 'En vivo',
  },
  en: {
    signIn: 'Sign in', login: 'User name', password: 'Password', choose: 'Choose a password', current: 'Current password', chosen: 'New password',
    again: 'The new one again', differs: 'It is not the same as above.', save: 'Save the password', more: 'More', account: 'Your account', on: 'Turn on',
    shown: 'Code that the app shows', isOn: 'On: besides the password a code is asked for.', out: 'Sign out', code: 'Code of the app', live: 'Live',
  },
};

async function signsIn({ page, server, isWide, words, refusals }) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const fill = (label, text) => page.getByLabel(label, { exact: true }).fill(text);
  const heading = (name) => page.getByRole('heading', { name, exact: true }).waitFor();
  const refused = (text) => page.getByText(text).waitFor();
  const enter = async (password) => {
    await heading(words.signIn);
    await fill(words.login, 'admin');
    await fill(words.password, password);
    await press(words.signIn);
  };
  const menu = () => (isWide ? undefined : press(words.more));
  const openAccount = async () => {
    await page.getByRole('status').filter({ hasText: words.live }).waitFor(); // the first page, whole
    await menu();
    await page.locator('a[href="/app/account"]').click();
    await heading(words.account);
  };

  await page.goto(`${server.origin}/app/`);
  await enter('not the password');
  await refused(refusals.password);
  const first = (await readFile(path.join(server.data, 'admin.password'), 'utf8')).trim();
  await enter(first);
  await heading(words.choose);
  await fill(words.current, first);
  await fill(words.chosen, CHOSEN);
  await fill(words.again, `${CHOSEN}!`);
  await press(words.save);
  await page.getByText(words.differs).waitFor();
  await fill(words.again, CHOSEN);
  await press(words.save);
  await openAccount();
  await press(words.on);
  const secret = (await page.locator('code').textContent()).trim();
  assert.match(secret, /^[A-Z2-7]{32}$/);
  await fill(words.shown, wrongCode(secret));
  await press(words.on);
  await refused(refusals.turnOn);
  await fill(words.shown, codeOf(secret));
  await press(words.on);
  await page.getByText(words.isOn).waitFor();

  await menu();
  await press(words.out);
  await enter(CHOSEN);
  await fill(words.code, wrongCode(secret));
  await press(words.signIn);
  await refused(refusals.code);
  await page.getByRole('navigation').waitFor({ state: 'detached' });
  await fill(words.code, codeOf(secret, 1)); // a code serves once: that of the step after the one that turned it on
  await press(words.signIn);
  await openAccount();
  await page.reload(); // the browser stays signed in
  await page.getByText(words.isOn).waitFor();
}

test('a first password, a second factor and a code, on a phone in Spanish', async (t) => {
  const server = await Server.started(t);
  const { page } = await Phone.started(t, server);
  await signsIn({ page, server, isWide: false, words: WORDS.es, refusals: { password: 'El usuario o la contraseña no son correctos.', turnOn: 'El código es otro.', code: 'El código no es correcto, o ya se usó.' } });
});

test('a first password, a second factor and a code, at a desk in English', async (t) => {
  const server = await Server.started(t);
  const { page } = await Phone.started(t, server, { width: 1280, locale: 'en-GB' });
  await signsIn({ page, server, isWide: true, words: WORDS.en, refusals: { password: 'The name or the password is wrong.', turnOn: 'The code is another.', code: 'The code is wrong, or was used.' } });
});
