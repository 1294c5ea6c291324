// Why a person looks at personal data: asked when the server wants to know (428 reason-needed), remembered for the tab.
const REASON = 'patente.reason';
export const REASON_AT_MOST = 200;

type Asker = () => Promise<string | null>; // null: it was not said

let asker: Asker | undefined;
let asking: Promise<string | null> | undefined;
const watchers = new Set<() => void>();

export const keptReason = (): string => sessionStorage.getItem(REASON) ?? '';

export function keepReason(reason: string): void {
  if (reason) sessionStorage.setItem(REASON, reason);
  else sessionStorage.removeItem(REASON);
  for (const watcher of watchers) watcher();
}

export function watchReason(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const reasonHeader = (): Record<string, string> => {
  const reason = keptReason();
  return reason ? { 'X-Reason': encodeURIComponent(reason) } : {};
};

export function answerReasonsWith(next: Asker): () => void {
  asker = next;
  return () => {
    if (asker === next) asker = undefined;
  };
}

// Asks the person, once for all requests that wait; whether there is a reason now.
export async function askReason(): Promise<boolean> {
  asking ??= (asker?.() ?? Promise.resolve(null)).finally(() => (asking = undefined));
  const reason = (await asking)?.trim();
  if (reason) keepReason(reason);
  return Boolean(reason);
}
