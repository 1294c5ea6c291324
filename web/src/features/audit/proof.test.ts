import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isIncluded, leafOf } from '@/features/audit/proof';

const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaf = (line: string) => sha(Buffer.from([0]), Buffer.from(line));

// The tree and its audit path as RFC 6962 defines them, by recursion.
const half = (size: number) => 2 ** Math.floor(Math.log2(size - 1));
function rootOf(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] ?? Buffer.alloc(0);
  const k = half(leaves.length);
  return sha(Buffer.from([1]), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
function pathOf(index: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = half(leaves.length);
  return index < k
    ? [...pathOf(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathOf(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}
const inclusion = (index: number, size: number) => {
  const leaves = Array.from({ length: size }, (_, at) => leaf(`entry ${at}`));
  return {
    number: index + 1,
    size,
    hash: leaves[index]?.toString('hex') ?? '',
    root: rootOf(leaves).toString('hex'),
    proof: pathOf(index, leaves).map((step) => step.toString('hex')),
  };
};

describe('the proof of an entry', () => {
  it('holds for every entry of every small tree', async () => {
    for (let size = 1; size <= 17; ++size)
      for (let index = 0; index < size; ++index)
        expect([size, index, await isIncluded(inclusion(index, size))]).toEqual([size, index, true]);
  });

  it('fails for another entry, place, root, or a path that is cut or lengthened', async () => {
    const right = inclusion(5, 11);
    const wrong = [
      { ...right, hash: inclusion(4, 11).hash },
      { ...right, number: 5 },
      { ...right, number: 12 },
      { ...right, root: inclusion(5, 12).root },
      { ...right, proof: right.proof.slice(1) },
      { ...right, proof: [...right.proof, right.hash] },
    ];
    for (const each of wrong) expect(await isIncluded(each)).toBe(false);
  });

  it('hashes a line as a leaf', async () => {
    expect(await leafOf('entry ñ')).toBe(leaf('entry ñ').toString('hex'));
  });
});
