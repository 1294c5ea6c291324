// From files to kept photos: asks the phone where it is at the moment of taking.
import { useState } from 'react';
import { NoPosition, type Spot, phonePosition, useFixedPlace } from '@/features/captures/place';
import type { Position } from '@/features/captures/PlaceRow';
import { addPhotos } from '@/features/captures/uploads';

const JUST_TAKEN_MS = 120_000;

// A picture from the gallery was taken elsewhere, unless it is only moments old.
const takenHere = (file: File, fromCamera: boolean) => fromCamera || Date.now() - file.lastModified < JUST_TAKEN_MS;

export function usePhotos() {
  const fixed = useFixedPlace();
  const [position, setPosition] = useState<Position>({ kind: 'idle' });
  const [problem, setProblem] = useState<unknown>(null);

  const here = async (): Promise<Spot | null> => {
    setPosition({ kind: 'asking' });
    try {
      const place = await phonePosition();
      setPosition({ kind: 'found', place });
      return place;
    } catch (failure) {
      if (!(failure instanceof NoPosition)) throw failure;
      setPosition({ kind: 'failed', reason: failure.reason });
      return null;
    }
  };
  const add = async (files: File[], fromCamera: boolean) => {
    setProblem(null);
    try {
      const needsPosition = !fixed && files.some((file) => takenHere(file, fromCamera));
      const place = fixed ?? (needsPosition ? await here() : null);
      await addPhotos(files.map((file) => ({ file, place: fixed || takenHere(file, fromCamera) ? place : null })));
    } catch (failure) {
      setProblem(failure);
    }
  };
  return { add, position, problem };
}
