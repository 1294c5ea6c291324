// After vite build: what is fetched before the first page must stay small; each file also lies there packed with Brotli.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = path.resolve(import.meta.dirname, '../dist');
const INITIAL_KB_MAX = 250;
const WORTH_PACKING = 1024;

const manifest = JSON.parse(readFileSync(path.join(DIST, '.vite/manifest.json'), 'utf8'));

function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const each of manifest[name].imports ?? []) withImports(each, found);
  return found;
}

const initial = [...withImports('index.html')].map((name) => manifest[name].file);
const bytes = initial.reduce(
  (sum, file) => sum + gzipSync(readFileSync(path.join(DIST, file)), { level: 9 }).length,
  0,
);
console.log(
  `initial JavaScript: ${(bytes / 1000).toFixed(1)} kB gzipped in ${initial.length} files (at most ${INITIAL_KB_MAX} kB)`,
);
if (bytes > INITIAL_KB_MAX * 1000) {
  console.error('too much: load what the first page does not need with import()');
  process.exit(1);
}
rmSync(path.join(DIST, '.vite'), { recursive: true });

// What opens without a network: the shell, the words, sign-in and taking photos.
const offline = Object.entries(manifest)
  .filter(
    ([name]) =>
      name === 'index.html' ||
      /^src\/(i18n\/\w+\/(ui|app|identity|captures)\.json|features\/(identity|captures)\/)/.test(name),
  )
  .flatMap(([name]) => [...withImports(name)].flatMap((each) => [manifest[each].file, ...(manifest[each].css ?? [])]));
const shell = ['', 'icon.svg', 'manifest.webmanifest', ...new Set(offline)]
  .filter((file) => file !== 'index.html')
  .map((file) => `/app/${file}`);
const build = createHash('sha256')
  .update(readFileSync(path.join(DIST, 'index.html')))
  .update(shell.join())
  .digest('hex')
  .slice(0, 16);
const worker = path.join(DIST, 'service-worker.js');
const filled = readFileSync(worker, 'utf8')
  .replace(/(["'`])__SHELL__\1/, JSON.stringify(shell))
  .replace('__BUILD__', build);
if (/__(SHELL|BUILD)__/.test(filled)) throw new Error('service-worker.js: a place was not filled in');
writeFileSync(worker, filled);

for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest|txt)$/.test(file) || statSync(file).size < WORTH_PACKING)
    continue;
  const text = readFileSync(file);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } };
  writeFileSync(`${file}.br`, brotliCompressSync(text, options));
}
