// The photos of tests/golden and what is written on their plates.
import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './server.js';

const GOLDEN = path.join(ROOT, 'tests/golden');

export const photo = (name) => readFile(path.join(GOLDEN, 'photos', `${name}.jpg`));

export async function plateOf(name) {
  const rows = (await readFile(path.join(GOLDEN, 'photos.jsonl'), 'utf8')).trim().split('\n').map(JSON.parse);
  return rows.find((row) => row.image === `photos/${name}.jpg`).plates[0]?.text;
}

// A copy of the photo whose file says that it was taken then.
export async function photoTakenAt(folder, name, takenAt) {
  const file = path.join(folder, `${name}.jpg`);
  await writeFile(file, await photo(name));
  await utimes(file, takenAt, takenAt);
  return file;
}

export const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000);
