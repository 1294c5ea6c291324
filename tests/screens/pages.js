// The pages of the web app, and how one comes to what is worth seeing: one line a page.
// `open`: what is done once the page is there. `size`: of the picture in the documentation.
const firstRow = (page) => page.locator('[role=row][data-index="0"]').first().click();
const dialog = (page) => page.getByRole('dialog').waitFor();

export const PAGES = [
  { name: 'dashboard', path: '/dashboard' },
  { name: 'dashboard-month', path: '/dashboard?period=month' },
  { name: 'capture', path: '/capture' },
  { name: 'sightings', path: '/sightings' },
  { name: 'track', path: ({ plate }) => `/sightings/tracks/${plate}` },
  { name: 'stays', path: '/parking/stays' },
  { name: 'doubts', path: '/parking/doubts' },
  { name: 'tickets', path: '/parking/tickets' },
  { name: 'ticket', path: ({ ticket }) => `/parking/tickets/${ticket}` },
  { name: 'zones', path: '/parking/zones' },
  { name: 'zone', path: ({ zone }) => `/parking/zones/${zone}` },
  { name: 'tariffs', path: '/parking/tariffs' },
  { name: 'tariff', path: ({ tariff }) => `/parking/tariffs/${tariff}` },
  { name: 'permits', path: '/permits' },
  { name: 'permit', path: '/permits/new' },
  { name: 'stamps', path: '/stamps' },
  { name: 'till', path: '/till' },
  { name: 'closings', path: '/till/closings' },
  { name: 'alerts', path: '/alerts' },
  { name: 'alert', path: '/alerts', open: (page) => firstRow(page).then(() => dialog(page)) },
  { name: 'watch-lists', path: '/alerts/lists' },
  { name: 'watch-list', path: ({ list }) => `/alerts/lists/${list}` },
  { name: 'devices', path: '/devices' },
  { name: 'device', path: '/devices', open: (page) => firstRow(page).then(() => dialog(page)) },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'webhook', path: ({ webhook }) => `/webhooks/${webhook}` },
  { name: 'health', path: '/operations' },
  { name: 'jobs', path: '/operations/jobs' },
  { name: 'settings', path: '/operations/settings' },
  { name: 'users', path: '/users' },
  { name: 'roles', path: '/users/roles' },
  { name: 'keys', path: '/users/keys' },
  { name: 'audit', path: '/audit' },
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
