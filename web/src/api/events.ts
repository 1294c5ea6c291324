// What happens on the server, live: one connection for the whole page, that comes back without a gap.
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { accessKey } from '@/api/credentials';
import type { Schemas } from '@/api/client';

export type Happening = Schemas['Event'];
export type Connection = 'off' | 'connecting' | 'live' | 'broken';

interface Listener {
  types: string[];
  heard: (event: Happening) => void;
}

const COME_BACK_MS = [1_000, 2_000, 5_000, 10_000];

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let connection: Connection = 'off';
let socket: WebSocket | undefined;
let lastId: string | undefined;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function become(next: Connection): void {
  connection = next;
  for (const watcher of watchers) watcher();
}

const fits = (types: string[], type: string) =>
  types.some((each) => each === type || (!each.includes('.') && type.startsWith(`${each}.`)));

function take(message: MessageEvent<string>): void {
  const { id, event, data } = JSON.parse(message.data) as { id: string; event: string; data: Happening };
  failures = 0;
  if (connection !== 'live') become('live');
  if (id) lastId = id;
  if (event === 'events.dropped') lastId = (data as unknown as { last: string }).last;
  if (event.startsWith('events.')) return;
  for (const { types, heard } of listeners) if (fits(types, event)) heard(data);
}

function open(): void {
  if (!navigator.onLine) {
    become('broken');
    addEventListener('online', open, { once: true });
    return;
  }
  const address = new URL('/v1/events', location.origin.replace(/^http/, 'ws'));
  if (lastId) address.searchParams.set('last_event_id', lastId);
  const key = accessKey();
  become('connecting');
  const opened = new WebSocket(address, ['patente.events', ...(key ? [`patente.key.${key}`] : [])]);
  socket = opened;
  opened.onmessage = take;
  opened.onclose = () => {
    if (socket !== opened) return;
    socket = undefined;
    become('broken');
    timer = setTimeout(open, COME_BACK_MS[Math.min(failures++, COME_BACK_MS.length - 1)]);
  };
}

function close(): void {
  clearTimeout(timer);
  removeEventListener('online', open);
  const closing = socket;
  socket = undefined;
  lastId = undefined;
  failures = 0;
  closing?.close();
  become('off');
}

export function follow(listener: Listener): () => void {
  listeners.add(listener);
  if (connection === 'off') open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) close();
  };
}

// Tells `heard` of each event of these types or whole rooms ("parking", "captures.read"), while the component is there.
export function useEvents(types: string[], heard: (event: Happening) => void): void {
  const onEvent = useEffectEvent(heard);
  const wanted = types.join(',');
  useEffect(
    () => (wanted ? follow({ types: wanted.split(','), heard: (event) => onEvent(event) }) : undefined),
    [wanted],
  );
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => connection,
  );
}
