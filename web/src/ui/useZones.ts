// The zones as a map shows them, and the one that a place is in: the smallest, as the server decides.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answered, api } from '@/api/client';
import { useMay } from '@/api/session';
import { type Position, areaM2, contains } from '@/ui/map/area';
import type { MapZone } from '@/ui/map/ZoneLayer';

export const zonesQuery = queryOptions({
  queryKey: ['zones'],
  queryFn: ({ signal }) => answered(api.GET('/v1/parking/zones', { params: { query: { limit: 200 } }, signal })),
  staleTime: 300_000,
});

interface PlacedSighting {
  zone: string; // its id or its name
  place?: { lat: number; lon: number } | null;
}

export function useZones() {
  const { data } = useQuery({ ...zonesQuery, enabled: useMay('parking.read') });
  return useMemo(() => {
    const all = data?.items ?? [];
    const placed = all
      .flatMap(({ area, ...zone }) => (area ? [{ ...zone, area }] : []))
      .sort((a, b) => areaM2(a.area) - areaM2(b.area));
    const zones: MapZone[] = placed.map(({ id, name, area }) => ({ id, name, area }));
    const everywhere = all.find(({ area }) => !area) ?? all[0];
    const zoneOf = ({ zone, place }: PlacedSighting) => {
      const named = all.find(({ id, name }) => id === zone || name === zone);
      const here: Position | null = place ? [place.lon, place.lat] : null;
      return named ?? (here ? placed.find(({ area }) => contains(area, here)) : undefined);
    };
    return {
      zones,
      zoneOf,
      timeZoneOf: (sighting: PlacedSighting) => (zoneOf(sighting) ?? everywhere)?.time_zone ?? null,
    };
  }, [data]);
}
