import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, Unreachable } from '@/api/problem';
import { type Upload, dropUpload, keepUpload, uploadsOf } from '@/features/captures/queue';
import { type Sent, formOf, sendAll } from '@/features/captures/send';

Object.defineProperty(navigator, 'locks', { value: { request: (_: string, act: () => Promise<void>) => act() } });

const photo = (key: string, more: Partial<Upload> = {}): Upload => ({
  key,
  owner: 'ana',
  addedAt: Date.now(),
  name: `${key}.jpg`,
  file: new File(['bytes'], `${key}.jpg`, { type: 'image/jpeg' }),
  fields: { taken_at: '2026-11-03T17:04:05.000Z' },
  ...more,
});
const answer = (status: number, body: unknown, location: string | null = null): Sent => ({
  status,
  body: JSON.stringify(body),
  location,
  retryAfterS: 0,
});
const read = (id: string) => answer(201, { captures: [{ id }] });

beforeEach(async () => {
  for (const { key } of [...(await uploadsOf('ana')), ...(await uploadsOf('eva'))]) await dropUpload(key);
});

describe('sendAll', () => {
  it('sends what waits in its order, once, and keeps what each became', async () => {
    await keepUpload(photo('b'));
    await keepUpload(photo('a', { addedAt: Date.now() - 60_000 }));
    const post = vi.fn((upload: Upload) => Promise.resolve(read(`of-${upload.key}`)));
    await sendAll('ana', post, () => undefined);
    expect(post.mock.calls.map(([upload]) => upload.key)).toEqual(['a', 'b']);
    const kept = await uploadsOf('ana');
    expect(kept.map(({ captures }) => captures)).toEqual([['of-a'], ['of-b']]);
    expect(kept.every(({ file }) => file === undefined)).toBe(true);
    await sendAll('ana', post, () => undefined);
    expect(post).toHaveBeenCalledTimes(2);
  });

  it('keeps everything when the network is gone, and sends it with the same key later', async () => {
    await keepUpload(photo('a'));
    const keys: (string | undefined)[] = [];
    const post = vi.fn((_: Upload, __: Blob, headers: Record<string, string>) => {
      keys.push(headers['Idempotency-Key']);
      return keys.length === 1 ? Promise.reject(new Unreachable()) : Promise.resolve(read('c1'));
    });
    await expect(sendAll('ana', post, () => undefined)).rejects.toBeInstanceOf(Unreachable);
    expect((await uploadsOf('ana'))[0]?.file).toBeDefined();
    await sendAll('ana', post, () => undefined);
    expect(keys).toEqual(['a', 'a']);
  });

  it.each([401, 429, 503, 500])('keeps everything when the server answers %i', async (status) => {
    await keepUpload(photo('a'));
    const post = () => Promise.resolve(answer(status, { detail: 'no' }));
    await expect(sendAll('ana', post, () => undefined)).rejects.toBeInstanceOf(Problem);
    expect((await uploadsOf('ana'))[0]).toMatchObject({ key: 'a' });
    expect((await uploadsOf('ana'))[0]?.refused).toBeUndefined();
  });

  it('says what was refused, and goes on with the rest', async () => {
    await keepUpload(photo('a', { addedAt: 1 }));
    await keepUpload(photo('b', { addedAt: Date.now() }));
    const post = ({ key }: Upload) =>
      Promise.resolve(key === 'a' ? answer(413, { detail: 'Demasiado grande.' }) : read('c2'));
    await sendAll('ana', post, () => undefined);
    const [first, second] = await uploadsOf('ana');
    expect(first).toMatchObject({ refused: 'Demasiado grande.' });
    expect(second).toMatchObject({ captures: ['c2'] });
  });

  it('takes the capture of a 202 from its address', async () => {
    await keepUpload(photo('a'));
    await sendAll(
      'ana',
      () => Promise.resolve(answer(202, {}, '/v1/captures/c9')),
      () => undefined,
    );
    expect((await uploadsOf('ana'))[0]?.captures).toEqual(['c9']);
  });

  it('sends nothing that somebody else took', async () => {
    await keepUpload(photo('a', { owner: 'eva' }));
    const post = vi.fn();
    await sendAll('ana', post, () => undefined);
    expect(post).not.toHaveBeenCalled();
    expect(await uploadsOf('eva')).toHaveLength(1);
  });
});

it('a result is forgotten after half a day, a photo that waits never', async () => {
  await keepUpload(photo('old', { addedAt: 0, captures: ['c1'], file: undefined }));
  await keepUpload(photo('waits', { addedAt: 0 }));
  expect((await uploadsOf('ana')).map(({ key }) => key)).toEqual(['waits']);
});

it('the same photo makes the same bytes each time it is sent', async () => {
  const text = () => formOf(photo('a', { name: 'Ñandú 1.jpg' }), 'patente-a').text();
  const form = await text();
  expect(form).toBe(await text());
  expect(form).toContain('name="taken_at"\r\n\r\n2026-11-03T17:04:05.000Z\r\n');
  expect(form).toContain('filename="_and__1.jpg"');
});
