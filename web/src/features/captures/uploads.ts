// The photos of this device as the pages see them: what waits, what is being sent, what became of it.
import { useSyncExternalStore } from 'react';
import { newIdempotencyKey } from '@/api/client';
import { credentialsFor } from '@/api/credentials';
import { Problem, Unreachable } from '@/api/problem';
import { type Spot } from '@/features/captures/place';
import { type Upload, dropUpload, isWaiting, keepUpload, uploadsOf } from '@/features/captures/queue';
import { NEWS, type Post, type Sent, isWorthWaiting, sendAll } from '@/features/captures/send';

interface Uploads {
  all: Upload[];
  sending: { key: string; share: number } | null;
  pausedBy: unknown; // what keeps the rest from being sent now
}

const TRY_AGAIN_MS = 15_000;
const SILENCE_MS = 60_000;

let owner = '';
let state: Uploads = { all: [], sending: null, pausedBy: null };
let running = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();
const news = new BroadcastChannel(NEWS);

function become(next: Partial<Uploads>): void {
  state = { ...state, ...next };
  for (const watcher of watchers) watcher();
}

async function reload(): Promise<void> {
  become({ all: await uploadsOf(owner) });
}

async function changed(): Promise<void> {
  await reload();
  news.postMessage('changed');
}

const post: Post = (upload, body, headers) =>
  new Promise<Sent>((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout>;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const failed = () => reject(new Unreachable());
    request.open('POST', '/v1/captures');
    for (const [name, value] of Object.entries({ ...credentialsFor('POST'), ...headers }))
      request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      heard();
      become({ sending: { key: upload.key, share: loaded / total } });
    };
    request.onload = () =>
      resolve({
        status: request.status,
        body: request.responseText,
        location: request.getResponseHeader('Location'),
        retryAfterS: Number(request.getResponseHeader('Retry-After')) || 0,
      });
    request.onerror = failed;
    request.onabort = failed;
    request.onloadend = () => clearTimeout(silence);
    become({ sending: { key: upload.key, share: 0 } });
    heard();
    request.send(body);
  });

// Where the browser can, the service worker goes on when the tab is closed.
async function askServiceWorker(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as
    (ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } }) | undefined;
  await registration?.sync?.register(NEWS).catch(() => undefined); // not allowed here: the next visit sends them
}

export async function sendNow(): Promise<void> {
  if (running || !owner) return;
  running = true;
  clearTimeout(timer);
  become({ pausedBy: null });
  try {
    if (state.all.some(isWaiting)) await askServiceWorker();
    await sendAll(owner, post, () => void changed());
  } catch (problem) {
    become({ pausedBy: problem });
    const delay = problem instanceof Problem && problem.retryAfterS ? problem.retryAfterS * 1000 : TRY_AGAIN_MS;
    if (isWorthWaiting(problem)) timer = setTimeout(() => void sendNow(), delay);
  } finally {
    running = false;
    become({ sending: null });
    await reload();
  }
}

export interface Taken {
  file: File;
  place: Spot | null;
}

function fieldsOf({ file, place }: Taken): Record<string, string> {
  return {
    taken_at: new Date(file.lastModified).toISOString(),
    ...(place?.source === 'map' && { place: `${place.lat},${place.lon}` }),
    ...(place?.source === 'phone' && {
      position: `${place.lat},${place.lon},${place.accuracy_m ?? ''}`.replace(/,$/, ''),
    }),
  };
}

// Kept before anything is sent: from here on nothing is lost.
export async function addPhotos(photos: Taken[]): Promise<void> {
  const now = Date.now();
  for (const [index, photo] of photos.entries()) {
    const { file } = photo;
    const upload = {
      key: newIdempotencyKey(),
      owner,
      addedAt: now + index / 1000,
      name: file.name,
      file,
      fields: fieldsOf(photo),
    };
    await keepUpload(upload);
  }
  await changed();
  void sendNow();
}

export async function removeUpload(key: string): Promise<void> {
  await dropUpload(key);
  await changed();
}

export async function sendAgain(refused: Upload): Promise<void> {
  const { refused: _, ...upload } = refused;
  await keepUpload({ ...upload, key: newIdempotencyKey() }); // what was refused was not done
  await dropUpload(upload.key);
  await changed();
  void sendNow();
}

// Goes on with what an earlier visit left.
export async function startUploads(caller: { id: string; kind: string }): Promise<void> {
  if (!owner) {
    news.onmessage = () => void reload();
    addEventListener('online', () => void sendNow());
  }
  owner = caller.id || caller.kind;
  await reload();
  void sendNow();
}

export function useUploads(): Uploads {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}
