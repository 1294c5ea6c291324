// The pages of the web app, and how one comes to what is worth seeing: one line a page.
// `open`: what is done once the page is there. `size`: of the picture in the documentation.
const firstRow = (page) => page.locator('[role=row][data-index="0"]').first().click();
const dialog = (page) => page.getByRole('dialog').waitFor();

export const PAGES = [
  { name: 'dashboard', path: '/dashboard' },
  { name: 'dashboard-month', path: '/dashboard?period=month' },
  { name: 'capture', path: '/capture' },
  { name: 'sightings', path: '/sightings' },
  { name: 'stays', path: '/parking/stays' },
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
  { name: 'missing', path: '/nowhere' },
];

// Those that docs/screens.md shows.
export const SHOWN = [
  ['dashboard', 'es', 'desktop', 'light'],
  ['dashboard', 'en', 'desktop', 'dark'],
  ['dashboard', 'es', 'phone', 'dark'],
  ['alert', 'es', 'desktop', 'light'],
  ['webhook', 'en', 'desktop', 'light'],
  ['health', 'es', 'desktop', 'light'],
  ['jobs', 'en', 'phone', 'light'],
];
