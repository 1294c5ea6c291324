// Times as <input type="datetime-local"> has them, in the time of the place.
const PARTS: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

// "2026-03-01T14:05" in the zone.
export function localIn(at: string | number | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { ...PARTS, timeZone: zone }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false; // also one that is still being typed
  }
}

// The instant that the zone's clocks show so; null for no time, or in no zone. A time that clocks skip becomes one an hour later.
export function instantOf(local: string, zone: string): string | null {
  const asUtc = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) || Number.isNaN(asUtc) || !isZone(zone)) return null;
  let at = asUtc;
  for (let round = 0; round < 2; ++round) at += asUtc - Date.parse(`${localIn(at, zone)}:00Z`);
  return new Date(at).toISOString();
}
