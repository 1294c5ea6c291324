import { type Position, metresBetween } from '@/ui/map/area';

export interface TrackStop {
  id: string;
  lat: number;
  lon: number;
  at: number; // ms
}

const positionOf = ({ lat, lon }: TrackStop): Position => [lon, lat];

// Where it was at an instant, on straight lines between the stops; the first before them, the last after them.
export function positionAt(stops: TrackStop[], at: number): Position | null {
  const [first] = stops;
  if (!first) return null;
  const next = stops.findIndex((stop) => stop.at > at);
  if (next === 0) return positionOf(first);
  const before = stops.at(next < 0 ? -1 : next - 1) ?? first;
  const after = stops[next];
  if (!after) return positionOf(before);
  const share = (at - before.at) / (after.at - before.at);
  return [before.lon + (after.lon - before.lon) * share, before.lat + (after.lat - before.lat) * share];
}

// The way up to an instant.
export function travelled(stops: TrackStop[], at: number): Position[] {
  const here = positionAt(stops, at);
  if (!here) return [];
  return [...stops.filter((stop) => stop.at <= at).map(positionOf), here];
}

export const wholeWay = (stops: TrackStop[]): Position[] => stops.map(positionOf);

export const lengthM = (way: Position[]): number =>
  way.reduce((sum, position, index) => sum + (index ? metresBetween(way[index - 1] ?? position, position) : 0), 0);
