/// <reference lib="webworker" />
// Keeps the shell of the app on the device, so that it opens without a network, and goes on sending photos when no tab is open.
// Answers of the API are never kept.
import { Unreachable } from '@/api/problem';
import { NEWS, type Post, sendAll } from '@/features/captures/send';

declare const self: ServiceWorkerGlobalScope;

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

const KEPT = 'patente-app-__BUILD__'; // build/finish.js puts in what this build is made of
const SHELL = '__SHELL__' as unknown as string[];
const PATIENCE_MS = 4_000; // then what is kept stands in for a slow network
const BASE = '/app/';

async function keepShell(): Promise<void> {
  const cache = await caches.open(KEPT);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })));
  await self.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith('patente-app-') && name !== KEPT);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The page: from the server, else the one that is kept.
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match(BASE, { cacheName: KEPT })) ?? Response.error();
  }
}

// Files whose name says what is in them never change: what is kept is right.
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

interface Known {
  csrf?: string | null;
  caller: { id: string };
}

// Photos of who is signed in by cookie; those of an access key wait for their tab.
async function sendWaiting(): Promise<void> {
  const answer = await fetch('/v1/session');
  if (!answer.ok) return;
  const { csrf, caller } = (await answer.json()) as Known;
  const post: Post = async (_, body, headers) => {
    const init = { method: 'POST', body, headers: { ...headers, 'X-CSRF-Token': csrf ?? '' } };
    const response = await fetch('/v1/captures', init).catch((cause: unknown) => {
      throw new Unreachable(cause);
    });
    const retryAfterS = Number(response.headers.get('Retry-After')) || 0;
    return {
      status: response.status,
      body: await response.text(),
      location: response.headers.get('Location'),
      retryAfterS,
    };
  };
  const news = new BroadcastChannel(NEWS);
  await sendAll(caller.id, post, () => news.postMessage('changed'));
}

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('sync', (event) => {
  const { tag, waitUntil } = event as SyncEvent;
  if (tag === NEWS) waitUntil.call(event, sendWaiting()); // fails: the browser tries again later
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || !pathname.startsWith(BASE)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith(`${BASE}assets/`) || SHELL.includes(pathname)) event.respondWith(file(request));
});
