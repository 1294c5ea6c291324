import { useState } from 'react';
import { newIdempotencyKey } from '@/api/client';
import type { TariffDocument } from '@/features/parking/queries';

// One request, one key: a refused one is another when it is sent again.
export function usePublish<T>(send: (document: TariffDocument, key: string) => Promise<T>) {
  const [key, setKey] = useState(newIdempotencyKey);
  return async (document: TariffDocument): Promise<T> => {
    try {
      return await send(document, key);
    } finally {
      setKey(newIdempotencyKey());
    }
  };
}
