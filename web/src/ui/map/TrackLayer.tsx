// A way through the town: all of it faint, with arrows, what was travelled by an instant strong, and where it was then.
import type { Feature } from 'geojson';
import { useMemo } from 'react';
import { type Position, featureOf } from '@/ui/map/area';
import { type Colours, FONT } from '@/ui/map/ground';
import { type TrackStop, positionAt, travelled, wholeWay } from '@/ui/map/track';
import { type Layer, useLayers } from '@/ui/map/useLayers';

const layersOf = (colours: Colours): Layer[] => [
  {
    name: 'way',
    type: 'line',
    filter: ['==', ['get', 'part'], 'way'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colours.faint, 'line-width': 3, 'line-dasharray': [1, 1.6] },
  },
  {
    name: 'travelled',
    type: 'line',
    filter: ['==', ['get', 'part'], 'travelled'],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colours.accent, 'line-width': 4 },
  },
  {
    name: 'arrows',
    type: 'symbol',
    filter: ['==', ['get', 'part'], 'way'],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 70,
      'text-field': '▶',
      'text-font': FONT,
      'text-size': 14,
      'text-keep-upright': false,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': colours.accent, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 },
  },
  {
    name: 'here',
    type: 'circle',
    filter: ['==', ['get', 'part'], 'here'],
    paint: {
      'circle-color': colours.accent,
      'circle-radius': 9,
      'circle-stroke-color': colours.halo,
      'circle-stroke-width': 3,
    },
  },
];

const line = (part: string, coordinates: Position[]): Feature[] =>
  coordinates.length < 2 ? [] : [featureOf({ type: 'LineString', coordinates }, { part })];

// `stops` oldest first; `at`: the instant to show, ms.
export function TrackLayer({ stops, at }: { stops: TrackStop[]; at: number }) {
  const data = useMemo(() => {
    const here = positionAt(stops, at);
    const mark: Feature[] = here
      ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: here }, properties: { part: 'here' } }]
      : [];
    return {
      type: 'FeatureCollection' as const,
      features: [...line('way', wholeWay(stops)), ...line('travelled', travelled(stops, at)), ...mark],
    };
  }, [stops, at]);
  useLayers('track', data, layersOf);
  return null;
}
