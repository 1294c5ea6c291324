// The instant that a track is shown at: by hand, from stop to stop, or playing, the whole of it in a few seconds.
import { useEffect, useState } from 'react';
import type { TrackStop } from '@/ui/map/track';

const WHOLE_MS = 12_000;

export interface Playback {
  at: number;
  from: number;
  to: number;
  playing: boolean;
  stop: string | null; // the last that it has come by
  setAt: (at: number) => void;
  play: () => void;
  pause: () => void;
  goTo: (stop: string) => void;
  step: (stops: 1 | -1) => void;
}

export function usePlayback(stops: TrackStop[]): Playback {
  const from = stops[0]?.at ?? 0;
  const to = stops.at(-1)?.at ?? 0;
  const [at, setAt] = useState(to);
  const [playing, setPlaying] = useState(false);
  const passed = stops.findLastIndex((stop) => stop.at <= at);

  useEffect(() => {
    if (!playing) return;
    let before = performance.now();
    let frame = requestAnimationFrame(function next(now) {
      const share = (now - before) / WHOLE_MS;
      before = now;
      setAt((earlier) => Math.min(to, earlier + share * (to - from)));
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, from, to]);

  const isPlaying = playing && at < to;
  const goToStop = (stop: TrackStop | undefined) => {
    if (!stop) return;
    setPlaying(false);
    setAt(stop.at);
  };
  return {
    at,
    from,
    to,
    playing: isPlaying,
    stop: stops[passed]?.id ?? null,
    setAt: (next) => {
      setPlaying(false);
      setAt(next);
    },
    play: () => {
      if (at >= to) setAt(from);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    goTo: (id) => goToStop(stops.find((stop) => stop.id === id)),
    step: (by) => goToStop(stops[Math.min(Math.max(passed + by, 0), stops.length - 1)]),
  };
}
