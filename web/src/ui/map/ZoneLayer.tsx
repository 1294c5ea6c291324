import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { type Area, featureOf, polygonOf } from '@/ui/map/area';
import { useMap } from '@/ui/map/context';
import { type Colours, FONT } from '@/ui/map/ground';
import { POINTS, around } from '@/ui/map/touch';
import { type Layer, useLayers } from '@/ui/map/useLayers';

export interface MapZone {
  id: string;
  name: string;
  area: Area;
  emphasis?: 'strong' | 'faint'; // the one that it is about, or one of the others
}

const strong = (yes: number, no: number) => ['case', ['==', ['get', 'emphasis'], 'strong'], yes, no] as never;

const layersOf = (colours: Colours): Layer[] => [
  { name: 'fill', type: 'fill', paint: { 'fill-color': colours.zone, 'fill-opacity': strong(0.22, 0.1) } },
  {
    name: 'line',
    type: 'line',
    paint: { 'line-color': colours.zone, 'line-width': strong(3, 1.5), 'line-opacity': strong(1, 0.75) },
  },
  {
    name: 'name',
    type: 'symbol',
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 13, 'text-max-width': 10 },
    paint: { 'text-color': colours.ink, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 },
  },
];

const EXACT = { tolerance: 0 }; // a circle stays round from afar

export function ZoneLayer({ zones, onOpen }: { zones: MapZone[]; onOpen?: (id: string) => void }) {
  const { map } = useMap();
  const data = useMemo(
    () => ({
      type: 'FeatureCollection' as const,
      features: zones.map(({ id, name, area, emphasis }) => featureOf(polygonOf(area), { id, name, emphasis })),
    }),
    [zones],
  );
  useLayers('zones', data, layersOf, EXACT);

  const open = useEffectEvent((event: MapMouseEvent) => {
    const above = POINTS.filter((layer) => map.getLayer(layer));
    if (above.length && map.queryRenderedFeatures(around(event), { layers: above }).length) return;
    const [zone] = map.queryRenderedFeatures(event.point, { layers: ['zones-fill'] });
    if (zone) onOpen?.(String(zone.properties.id));
  });
  useEffect(() => {
    const onClick = (event: MapMouseEvent) => open(event);
    map.on('click', onClick);
    return () => void map.off('click', onClick);
  }, [map]);
  return null;
}
