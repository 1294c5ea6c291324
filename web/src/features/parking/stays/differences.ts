// Where two readings of one length part: [read, meant] for each place. Plates of other lengths differ as wholes.
export function differences(read: string, meant: string): [string, string][] {
  if (read.length !== meant.length) return [[read, meant]];
  const pairs = [...read].map((letter, index): [string, string] => [letter, meant.charAt(index)]);
  return pairs.filter(([letter, other]) => letter !== other);
}
