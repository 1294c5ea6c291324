// The pages of the web app, and how one comes to what is worth seeing: one line a page.
// `as`: whose session, where it is not the key's. `open`: what is done once the page is there. `only`: the size that has it.
import path from 'node:path';
import { ROOT } from '../journeys/server.js';

const firstRow = (page) => page.locator('[role=row][data-index="0"]').first().click();
const dialog = (page) => page.getByRole('dialog').waitFor();
const firstOpened = (page) => firstRow(page).then(() => dialog(page));
const formOpened = (page) => page.getByRole('button', { name: /^(Agregar|Nuev[ao]|Add|New) / }).first().click().then(() => dialog(page));
const photo = (name) => async (page) => {
  await page.getByTestId('camera').setInputFiles(path.join(ROOT, 'tests/golden/photos', `${name}.jpg`));
  await page.getByRole('article').first().getByRole('button').first().waitFor();
};

export const PAGES = [
  { name: 'sign-in', path: '/', as: 'nobody' },
  { name: 'first-password', path: '/', as: 'newcomer' },
  { name: 'account', path: '/account', as: 'ana' },
  { name: 'menu', path: '/parking/zones', only: 'phone', open: (page) => page.getByRole('button', { name: /^(Más|More)$/ }).click().then(() => dialog(page)) },
  { name: 'dashboard', path: '/dashboard' },
  { name: 'dashboard-month', path: '/dashboard?period=month' },
  { name: 'capture', path: '/capture' },
  { name: 'captured', path: '/capture', open: photo('ar07_in') },
  { name: 'captured-nothing', path: '/capture', open: photo('no01_empty') },
  { name: 'sightings', path: '/sightings' },
  { name: 'sightings-found', path: ({ plate }) => `/sightings?plate=${plate.slice(0, 4)}` },
  { name: 'sightings-map', path: '/sightings', only: 'phone', open: (page) => page.getByRole('tab', { name: /^(Mapa|Map)$/ }).click() },
  { name: 'sightings-none', path: '/sightings?plate=QQQ999' },
  { name: 'sighting', path: ({ sighting }) => `/sightings/${sighting}` },
  { name: 'track', path: ({ plate }) => `/sightings/tracks/${plate}` },
  { name: 'stays', path: '/parking/stays' },
  { name: 'stay', path: ({ stay }) => `/parking/stays/${stay}` },
  { name: 'stay-open', path: ({ open }) => `/parking/stays/${open}` },
  { name: 'doubts', path: '/parking/doubts' },
  { name: 'tickets', path: '/parking/tickets' },
  { name: 'ticket', path: ({ ticket }) => `/parking/tickets/${ticket}` },
  { name: 'ticket-paid', path: ({ paid }) => `/parking/tickets/${paid}` },
  { name: 'zones', path: '/parking/zones' },
  { name: 'zone-new', path: '/parking/zones/new' },
  { name: 'zone', path: ({ zone }) => `/parking/zones/${zone}` },
  { name: 'tariffs', path: '/parking/tariffs' },
  { name: 'tariff-new', path: '/parking/tariffs/new' },
  { name: 'tariff', path: ({ tariff }) => `/parking/tariffs/${tariff}` },
  { name: 'permits', path: '/permits' },
  { name: 'permit-new', path: '/permits/new' },
  { name: 'permit', path: ({ permit }) => `/permits/${permit}` },
  { name: 'stamps', path: '/stamps' },
  { name: 'stamp-new', path: '/stamps/new' },
  { name: 'stamp-give', path: '/stamps/give' },
  { name: 'stamp', path: ({ stamp }) => `/stamps/${stamp}` },
  { name: 'till', path: '/till' },
  { name: 'closings', path: '/till/closings' },
  { name: 'closing', path: ({ closing }) => `/till/closings/${closing}` },
  { name: 'alerts', path: '/alerts' },
  { name: 'alert', path: '/alerts', open: firstOpened },
  { name: 'watch-lists', path: '/alerts/lists' },
  { name: 'watch-list', path: ({ list }) => `/alerts/lists/${list}` },
  { name: 'devices', path: '/devices' },
  { name: 'device', path: '/devices', open: firstOpened },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'webhook', path: ({ webhook }) => `/webhooks/${webhook}` },
  { name: 'health', path: '/operations' },
  { name: 'jobs', path: '/operations/jobs' },
  { name: 'job', path: '/operations/jobs', open: firstOpened },
  { name: 'settings', path: '/operations/settings' },
  { name: 'users', path: '/users' },
  { name: 'user', path: '/users', open: firstOpened },
  { name: 'user-new', path: '/users', open: formOpened },
  { name: 'roles', path: '/users/roles' },
  { name: 'keys', path: '/users/keys' },
  { name: 'key-new', path: '/users/keys', open: formOpened },
  { name: 'audit', path: '/audit' },
  { name: 'audit-entry', path: '/audit', open: firstOpened },
  { name: 'not-allowed', path: '/audit', as: 'ana' },
  { name: 'missing', path: '/nowhere' },
];

// Those that docs/screens.md shows.
export const SHOWN = [
  ['dashboard', 'es', 'desktop', 'light'],
  ['dashboard', 'en', 'desktop', 'dark'],
  ['dashboard', 'es', 'phone', 'dark'],
  ['alert', 'es', 'desktop', 'light'],
  ['ticket', 'en', 'desktop', 'light'],
  ['zone', 'es', 'phone', 'light'],
  ['jobs', 'en', 'phone', 'light'],
];
