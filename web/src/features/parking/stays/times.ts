interface Span {
  entered_at: string;
  left_at?: string | null;
}

// Minutes that it lasted, or has lasted so far.
export function minutesOf({ entered_at, left_at }: Span, now = Date.now()): number {
  const until = left_at ? Date.parse(left_at) : now;
  return Math.max(0, Math.ceil((until - Date.parse(entered_at)) / 60_000));
}
