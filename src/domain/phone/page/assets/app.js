// Puts the page together: key, language, tabs, keyboard.
import { alertsView } from './alerts.js';
import { captureView } from './capture.js';
import { captureCard } from './card.js';
import { button, closeSheet, element, field, icon, notice, openSheet } from './dom.js';
import { otherLanguage, setLanguage, t, translatePage } from './i18n.js';
import { accessKey, forgetKey, keepKey, looksLikeKey, takeKeyFromAddress } from './key.js';
import { recentCaptures } from './captures.js';
import { problemNotice } from './problem.js';
import { recentView } from './recent.js';
import { staysView } from './stays.js';

const TABS = { photo: 'camera', stays: 'car', recent: 'list', alerts: 'alert' };
const cards = document.getElementById('cards');
const shown = []; // newest first

const views = {
  photo: captureView(document.getElementById('capture'), document.getElementById('waiting'), showAnswer),
  stays: staysView(document.getElementById('stays')),
  recent: recentView(document.getElementById('recent')),
  alerts: alertsView(document.getElementById('alerts'), document.getElementById('alarm'), () => drawTabs()),
};

function showAnswer({ captures }, photo) {
  for (const card of shown) card.giveWayTo(captures);
  shown.unshift(...captures.map((capture) => captureCard(capture, { photo })));
  cards.replaceChildren(...shown.map((card) => card.root));
  if (!captures[0].readings.length) cards.querySelector('.plate-input')?.focus();
}

const tabNow = () => (location.hash.slice(1) in TABS ? location.hash.slice(1) : 'photo');

function tabText(name) {
  const count = name === 'alerts' ? views.alerts.open() : 0;
  return count ? t('tab.alerts_open', { count }) : t(`tab.${name}`);
}

function drawTabs() {
  const tab = tabNow();
  const shownTabs = Object.entries(TABS).filter(([name]) => name !== 'alerts' || views.alerts.isAllowed());
  document.getElementById('tabs').replaceChildren(...shownTabs.map(([name, iconName]) =>
    element('a', { href: `#${name}`, 'aria-current': name === tab && 'page', class: name === 'alerts' && views.alerts.open() > 0 && 'open' },
      icon(iconName), tabText(name))));
  for (const name of Object.keys(TABS)) document.getElementById(`view-${name}`).hidden = name !== tab;
}

function drawView() {
  drawTabs();
  views[tabNow()].draw();
}

function draw() {
  translatePage();
  const language = document.getElementById('language');
  language.textContent = t('language.other');
  language.lang = otherLanguage();
  const settings = document.getElementById('settings');
  settings.replaceChildren(icon('gear'));
  settings.setAttribute('aria-label', t('key.title'));
  drawView();
}

// Asks for the access key; `why` is a notice to show above.
function askKey(why) {
  const entry = field(t('key.entry'), { name: 'key', type: 'password', placeholder: 'pat_…', help: t('key.help'), value: accessKey() });
  const submit = async (event) => {
    event.preventDefault();
    const key = entry.input.value.trim();
    if (!looksLikeKey(key)) return entry.fail(t('key.fault'));
    keepKey(key);
    closeSheet();
    await start();
  };
  const forget = () => {
    forgetKey();
    askKey(notice('', element('p', {}, t('key.forgotten'))));
  };
  openSheet(t('key.title'), t('close'), why,
    element('form', { submit }, entry.root, element('button', { class: 'primary', type: 'submit' }, t('key.save'))),
    accessKey() && button(t('key.forget'), { click: forget }));
}

// Whether the server takes the key; then what was left waiting is sent.
async function start() {
  draw();
  if (!accessKey()) return askKey(notice('', element('p', {}, t('key.missing'))));
  try {
    await recentCaptures();
    views.alerts.start();
    views.photo.send();
  } catch (problem) {
    if (problem.status === 401) askKey(problemNotice(problem));
    else views.photo.send();
  }
}

const typing = (target) => target.matches('input, textarea, select') || document.querySelector('dialog[open]');

const KEYS = {
  p: () => { location.hash = 'photo'; views.photo.takePhoto(); },
  e: () => {
    const form = cards.querySelector('.correct');
    if (form) form.open = true;
    cards.querySelector('.plate-input')?.focus();
  },
  '/': () => { location.hash = 'stays'; requestAnimationFrame(() => document.getElementById('search').focus()); },
};

document.addEventListener('keydown', (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  event.preventDefault();
  act();
});

document.getElementById('language').addEventListener('click', () => {
  setLanguage(otherLanguage());
  draw();
  for (const card of shown) card.redraw();
});
document.getElementById('settings').addEventListener('click', () => askKey());

function showNetwork() {
  document.getElementById('offline').hidden = navigator.onLine;
}
window.addEventListener('online', showNetwork);
window.addEventListener('offline', showNetwork);
window.addEventListener('hashchange', () => (takeKeyFromAddress() ? start() : drawView()));

// Browsers refuse it where they do not trust the certificate: then the page needs a network to open.
navigator.serviceWorker?.register('/service-worker.js').catch((problem) => console.info('the page is not kept on this phone', problem));

takeKeyFromAddress();
showNetwork();
start();
