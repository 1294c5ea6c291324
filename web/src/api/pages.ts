interface PageOf<T> {
  items: T[];
  next?: string | null;
}

// The whole of a list that is never long: zones, tariffs, permits of a plate.
export async function everyPage<T>(read: (cursor?: string) => Promise<PageOf<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return all;
}

export const nextOf = ({ next }: PageOf<unknown>): string | undefined => next ?? undefined;
