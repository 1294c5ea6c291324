// Sends what waits, one photo after another; one sender at a time among all tabs and the service worker.
import { Problem, Unreachable, documentIn } from '@/api/problem';
import { type Upload, isWaiting, keepUpload, uploadsOf } from '@/features/captures/queue';

export interface Sent {
  status: number;
  body: string;
  location: string | null;
  retryAfterS: number;
}

// Puts the bytes on the way: by XMLHttpRequest in a page, which tells how much was sent; by fetch in a service worker.
export type Post = (upload: Upload, body: Blob, headers: Record<string, string>) => Promise<Sent>;

const LOCK = 'patente.uploads';
export const NEWS = 'patente.uploads';

// The form with a boundary of its own choice, so that a photo that is sent again is the same to the byte.
export function formOf({ fields, file, name }: Upload, boundary: string): Blob {
  const parts = Object.entries(fields).map(
    ([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="${name.replace(/[^\w.-]/g, '_')}"\r\n` +
    `Content-Type: ${file?.type || 'application/octet-stream'}\r\n\r\n`;
  return new Blob([...parts, head, file ?? '', `\r\n--${boundary}--\r\n`]);
}

function capturesIn({ status, body, location }: Sent): string[] {
  if (status === 202) return [location?.split('/').pop() ?? ''];
  return (JSON.parse(body) as { captures: { id: string }[] }).captures.map(({ id }) => id);
}

async function sendOne(upload: Upload, post: Post): Promise<Sent> {
  const boundary = `patente-${upload.key}`;
  const sent = await post(upload, formOf(upload, boundary), {
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Idempotency-Key': upload.key,
  });
  if (sent.status >= 200 && sent.status < 300) return sent;
  throw new Problem(sent.status, documentIn(sent.body), sent.retryAfterS);
}

const isRefusal = (problem: unknown): problem is Problem =>
  problem instanceof Problem && !problem.isPassing && problem.status !== 401 && problem.status < 500;

async function settle(upload: Upload, post: Post): Promise<void> {
  const { file: _, ...kept } = upload;
  try {
    await keepUpload({ ...kept, captures: capturesIn(await sendOne(upload, post)) });
  } catch (problem) {
    if (!isRefusal(problem)) throw problem;
    await keepUpload({ ...upload, refused: problem.message });
  }
}

// Until nothing of the owner waits; throws what keeps the rest from being sent now. `changed` is told after each photo.
export async function sendAll(owner: string, post: Post, changed: () => void): Promise<void> {
  await navigator.locks.request(LOCK, async () => {
    for (let next = await nextOf(owner); next; next = await nextOf(owner)) {
      await settle(next, post);
      changed();
    }
  });
}

const nextOf = async (owner: string) => (await uploadsOf(owner)).find(isWaiting);

export const isWorthWaiting = (problem: unknown): boolean =>
  problem instanceof Unreachable || (problem instanceof Problem && (problem.isPassing || problem.status >= 500));
