// Points, put together where they are close, and one of them chosen, with how exact it is known.
import type { Feature, FeatureCollection, Point } from 'geojson';
import type { GeoJSONSource, MapMouseEvent } from 'maplibre-gl';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { featureOf, polygonOf } from '@/ui/map/area';
import { useMap } from '@/ui/map/context';
import { type Colours, FONT } from '@/ui/map/ground';
import { POINTS, around } from '@/ui/map/touch';
import { type Layer, useLayers } from '@/ui/map/useLayers';

export interface MapPoint {
  id: string;
  lat: number;
  lon: number;
  label?: string;
  accuracyM?: number | null; // the circle around it that holds it with 68 %
}

interface PointLayerProps {
  points: MapPoint[];
  selected?: string | null;
  onOpen?: (id: string) => void;
}

const ACCURACIES_MAX = 200; // circles over circles show nothing
const CLUSTERED = { cluster: true, clusterRadius: 44, clusterMaxZoom: 16 };
const isCluster = ['has', 'point_count'] as never;
const isAlone = ['!', ['has', 'point_count']] as never;
const byCount = (few: number, some: number, many: number) =>
  ['step', ['get', 'point_count'], few, 20, some, 500, many] as never;

const label = (colours: Colours) => ({
  layout: {
    'text-field': ['get', 'label'] as never,
    'text-font': FONT,
    'text-size': 13,
    'text-offset': [0, 1.3] as [number, number],
    'text-optional': true,
  },
  paint: { 'text-color': colours.ink, 'text-halo-color': colours.halo, 'text-halo-width': 1.5 },
});

const pointLayers = (colours: Colours): Layer[] => [
  {
    name: 'clusters',
    type: 'circle',
    filter: isCluster,
    paint: {
      'circle-color': colours.accent,
      'circle-opacity': 0.88,
      'circle-radius': byCount(14, 19, 25),
      'circle-stroke-color': colours.halo,
      'circle-stroke-width': 2,
    },
  },
  {
    name: 'counts',
    type: 'symbol',
    filter: isCluster,
    layout: {
      'text-field': ['get', 'point_count_abbreviated'],
      'text-font': FONT,
      'text-size': 13,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': colours.halo },
  },
  {
    name: 'alone',
    type: 'circle',
    filter: isAlone,
    paint: {
      'circle-color': colours.accent,
      'circle-radius': 7,
      'circle-stroke-color': colours.halo,
      'circle-stroke-width': 2,
    },
  },
  { name: 'labels', type: 'symbol', filter: isAlone, minzoom: 14, ...label(colours) },
];

const chosenLayers = (colours: Colours): Layer[] => [
  {
    name: 'mark',
    type: 'circle',
    paint: {
      'circle-color': colours.halo,
      'circle-radius': 8,
      'circle-stroke-color': colours.accent,
      'circle-stroke-width': 5,
    },
  },
  { name: 'label', type: 'symbol', ...label(colours) },
];

const accuracyLayers = (colours: Colours): Layer[] => [
  { name: 'fill', type: 'fill', minzoom: 15, paint: { 'fill-color': colours.accent, 'fill-opacity': 0.12 } },
  {
    name: 'line',
    type: 'line',
    minzoom: 15,
    paint: { 'line-color': colours.accent, 'line-opacity': 0.5, 'line-dasharray': [2, 2] },
  },
];

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

const featureOfPoint = ({ id, lat, lon, label: text = '' }: MapPoint): Feature<Point> => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { id, label: text },
});

const accuracyOf = ({ lat, lon, accuracyM }: MapPoint) =>
  featureOf(polygonOf({ type: 'Circle', coordinates: [lon, lat], radius_m: accuracyM ?? 0 }));

export function PointLayer({ points, selected, onOpen }: PointLayerProps) {
  const { map } = useMap();
  const all = useMemo(() => collection(points.map(featureOfPoint)), [points]);
  const chosen = useMemo(
    () => collection(points.filter(({ id }) => id === selected).map(featureOfPoint)),
    [points, selected],
  );
  const accuracies = useMemo(() => {
    const known = points.filter(({ accuracyM }) => accuracyM);
    const few = known.length <= ACCURACIES_MAX ? known : known.filter(({ id }) => id === selected);
    return collection(few.map(accuracyOf));
  }, [points, selected]);
  useLayers('accuracies', accuracies, accuracyLayers);
  useLayers('points', all, pointLayers, CLUSTERED);
  useLayers('chosen', chosen, chosenLayers);

  const open = useEffectEvent(async (event: MapMouseEvent) => {
    const [found] = map.queryRenderedFeatures(around(event), { layers: POINTS });
    if (!found) return;
    if (!found.properties.cluster) return onOpen?.(String(found.properties.id));
    const source = map.getSource<GeoJSONSource>('points');
    const zoom = (await source?.getClusterExpansionZoom(Number(found.properties.cluster_id))) ?? map.getZoom() + 2;
    map.easeTo({ center: (found.geometry as Point).coordinates as [number, number], zoom });
  });
  useEffect(() => {
    const onClick = (event: MapMouseEvent) => void open(event);
    const pointer = () => void (map.getCanvas().style.cursor = 'pointer');
    const plain = () => void (map.getCanvas().style.cursor = '');
    map.on('click', onClick);
    map.on('mouseenter', POINTS, pointer);
    map.on('mouseleave', POINTS, plain);
    return () => {
      map.off('click', onClick);
      map.off('mouseenter', POINTS, pointer);
      map.off('mouseleave', POINTS, plain);
    };
  }, [map]);
  return null;
}
