// Keeps the page itself on the phone, so that it opens without a network. Answers of the server's API are never kept.
const KEPT = 'patente-page';
const PATIENCE_MS = 4_000; // then what is kept stands in for a slow network

const FILES = [
  '/',
  '/assets/alerts.js',
  '/assets/api.js',
  '/assets/app.js',
  '/assets/capture.js',
  '/assets/captures.js',
  '/assets/card.js',
  '/assets/correct.js',
  '/assets/discount.js',
  '/assets/dom.js',
  '/assets/doubt.js',
  '/assets/en.js',
  '/assets/es.js',
  '/assets/i18n.js',
  '/assets/icon.svg',
  '/assets/key.js',
  '/assets/manifest.webmanifest',
  '/assets/parking.js',
  '/assets/pay.js',
  '/assets/place.js',
  '/assets/place_row.js',
  '/assets/plate.js',
  '/assets/problem.js',
  '/assets/queue.js',
  '/assets/recent.js',
  '/assets/stay.js',
  '/assets/stays.js',
  '/assets/style.css',
];

async function keepAll() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: 'reload' })));
  await self.skipWaiting();
}

// The newest there is: from the server, else what is kept.
async function newest(request, path) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch {
    return (await cache.match(path)) ?? Response.error();
  }
}

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin || !FILES.includes(pathname)) return;
  event.respondWith(newest(event.request, pathname));
});
