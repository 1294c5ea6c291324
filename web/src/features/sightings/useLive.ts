// New sightings come by themselves: what is on the screen is asked for again, at most once in a while however many there are.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type Happening, useEvents } from '@/api/events';
import { useMay } from '@/api/session';

const AT_MOST_EVERY_MS = 1_500;

export function useLive(concerns: (event: Happening) => boolean): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEvents(useMay('events.read') ? ['sightings'] : [], (event) => {
    if (timer.current !== undefined || !concerns(event)) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['sightings'] });
    }, AT_MOST_EVERY_MS);
  });
}
