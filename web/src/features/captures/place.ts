// Where a photo was taken: the phone's position at that moment, or a place that a person fixed.
import { useSyncExternalStore } from 'react';

export interface Spot {
  lat: number;
  lon: number;
  accuracy_m?: number;
  source: 'phone' | 'map';
}

export type NoPositionReason = 'insecure' | 'denied' | 'unavailable' | 'slow';

export class NoPosition extends Error {
  readonly reason: NoPositionReason;
  constructor(reason: NoPositionReason) {
    super(reason);
    this.reason = reason;
  }
}

const ASK_AT_MOST_MS = 8_000;
const FRESH_MS = 10_000;
const STORED = 'patente.place';
const REASONS: Record<number, NoPositionReason> = { 1: 'denied', 3: 'slow' };

export function phonePosition(): Promise<Spot> {
  if (!window.isSecureContext || !('geolocation' in navigator)) return Promise.reject(new NoPosition('insecure'));
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({ lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy, source: 'phone' }),
      ({ code }) => reject(new NoPosition(REASONS[code] ?? 'unavailable')),
      { enableHighAccuracy: true, timeout: ASK_AT_MOST_MS, maximumAge: FRESH_MS },
    );
  });
}

// Wakes the receiver while the camera is open, so that the position is there with the photo. Never prompts.
export async function wakeReceiver(): Promise<void> {
  const permission = await navigator.permissions.query({ name: 'geolocation' });
  if (permission.state === 'granted') await phonePosition().catch(() => undefined); // the photo asks again and says why not
}

const watchers = new Set<() => void>();

const storedPlace = () => localStorage.getItem(STORED);

export const fixedPlace = (): Spot | null => JSON.parse(storedPlace() ?? 'null') as Spot | null;

export function fixPlace(place: Spot | null): void {
  if (place) localStorage.setItem(STORED, JSON.stringify(place));
  else localStorage.removeItem(STORED);
  for (const watcher of watchers) watcher();
}

export function useFixedPlace(): Spot | null {
  const stored = useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, storedPlace);
  return JSON.parse(stored ?? 'null') as Spot | null;
}
