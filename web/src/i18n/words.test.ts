// Both languages say the same things, nothing is said that is not written, and nothing is written that is not said.
import { describe, expect, it } from 'vitest';

type Words = Record<string, unknown>;

const files = import.meta.glob<Words>('./*/*.json', { eager: true, import: 'default' });
const sources = import.meta.glob<string>(['/src/**/*.{ts,tsx}', '!/src/**/*.test.*', '!/src/api/schema.d.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flat(words: Words, before = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value]] : Object.entries(flat(value as Words, `${before}${key}.`)),
    ),
  );
}

const keysOf = (words: Record<string, string>) =>
  [...new Set(Object.keys(words).map((key) => key.replace(PLURAL, '')))].sort();
const holes = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();
const names = [...new Set(Object.keys(files).map((path) => path.split('/').pop() ?? ''))].sort();
const wordsOf = (language: string, name: string) => flat(files[`./${language}/${name}`] ?? {});

// Where a feature's words are used: its folder, or, for ui and app, all that may name them.
const textsFor = (feature: string) =>
  Object.entries(sources)
    .filter(
      ([path]) =>
        ['ui', 'app'].includes(feature) || path.includes(`/features/${feature}/`) || path.includes(`/${feature}/`),
    )
    .map(([, text]) => text)
    .join('\n');

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function isUsed(key: string, feature: string, text: string): boolean {
  if (new RegExp(`['"\`](?:${feature}:)?${escaped(key)}['"\`]`).test(text)) return true;
  return key
    .split('.')
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join('.'))
    .some((prefix) => text.includes(`\`${prefix}.\${`) || text.includes(`\`${feature}:${prefix}.\${`)); // t(`state.${state}`)
}

describe.each(names)('%s', (name) => {
  const feature = name.replace('.json', '');
  const spanish = wordsOf('es', name);
  const english = wordsOf('en', name);

  it('has the same keys in both languages', () => {
    expect(keysOf(spanish)).toEqual(keysOf(english));
  });

  it('fills the same holes in both languages', () => {
    for (const [key, text] of Object.entries(spanish))
      if (key in english) expect([key, holes(text)]).toEqual([key, holes(english[key] ?? '')]);
  });

  it('has no empty words and no unused ones', () => {
    const text = textsFor(feature);
    expect(Object.entries({ ...spanish, ...english }).filter(([, words]) => !words.trim())).toEqual([]);
    expect(keysOf(spanish).filter((key) => !isUsed(key, feature, text))).toEqual([]);
  });
});

it('every word that is asked for by its full name is written', () => {
  const asked = Object.values(sources).flatMap((text) =>
    [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key ?? ''),
  );
  const known = new Set(names.flatMap((name) => keysOf(wordsOf('es', name))));
  expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
});
