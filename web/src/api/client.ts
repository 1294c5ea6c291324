import createClient, { type Middleware } from 'openapi-fetch';
import { credentialsFor } from '@/api/credentials';
import { Problem, Unreachable, problemOf } from '@/api/problem';
import { askReason, reasonHeader } from '@/api/reason';
import type { components, paths } from '@/api/schema';

export type Schemas = components['schemas'];

const ANSWER_AT_MOST_MS = 30_000;

// Signs the request, gives up in time, and throws Problem or Unreachable instead of answering badly. Where the server wants
// to know why, the person is asked, and the request goes out again with the answer.
export async function reach(request: Request): Promise<Response> {
  const again = request.clone();
  try {
    return await sent(request);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== 'reason-needed' || !(await askReason())) throw problem;
    return sent(again);
  }
}

async function sent(request: Request): Promise<Response> {
  for (const [name, value] of Object.entries({ ...credentialsFor(request.method), ...reasonHeader() }))
    if (!request.headers.has(name)) request.headers.set(name, value);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(ANSWER_AT_MOST_MS)]);
  const response = await fetch(request, { signal }).catch((cause: unknown) => {
    throw request.signal.aborted ? cause : new Unreachable(cause);
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

const mergePatch: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'PATCH') return;
    request.headers.set('Content-Type', 'application/merge-patch+json');
  },
};

// Typed by docs/api/openapi.json: `await answered(api.GET('/v1/parking/zones'))`.
export const api = createClient<paths>({ baseUrl: location.origin, fetch: reach });
api.use(mergePatch);

// What was answered; `reach` has thrown where it was no success.
export async function answered<T>(asked: Promise<{ data?: T }>): Promise<T> {
  return (await asked).data as T;
}

// A picture or a document, which an <img> could not fetch with a key.
export async function readBlob(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await reach(new Request(new URL(path, location.origin), { signal: signal ?? null }));
  return response.blob();
}

// For POSTs that create: the same key again means the same request again. `header: idempotency(key)`.
export const newIdempotencyKey = (): string => crypto.randomUUID();
