// RFC 6962: whether an entry is in the tree of this root, computed here and not believed.
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function hash(kind: 0 | 1, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array([kind, ...parts.flatMap((part) => [...part])]);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

export const leafOf = async (line: string): Promise<string> => hexOf(await hash(0, new TextEncoder().encode(line)));

export interface Inclusion {
  number: number; // from 1
  size: number;
  hash: string; // of the leaf
  root: string;
  proof: string[];
}

// Section 2.1.3.2 of RFC 9162, which is that of RFC 6962 written as a loop.
export async function isIncluded({ number, size, hash: leaf, root, proof }: Inclusion): Promise<boolean> {
  let index = number - 1;
  let last = size - 1;
  if (index < 0 || index > last) return false;
  let found = bytesOf(leaf);
  for (const step of proof) {
    if (last === 0) return false;
    const sibling = bytesOf(step);
    if (index % 2 === 1 || index === last) {
      found = (await hash(1, sibling, found)) as typeof found;
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
      }
    } else found = (await hash(1, found, sibling)) as typeof found;
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hexOf(found) === root;
}
