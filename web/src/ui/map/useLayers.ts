import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, GeoJSONSourceSpecification, LayerSpecification } from 'maplibre-gl';
import { useEffect } from 'react';
import { type DrawnMap, useMap } from '@/ui/map/context';

type WithoutNames<L> = L extends { source: string } ? Omit<L, 'source' | 'id'> & { name: string } : never;
export type Layer = WithoutNames<LayerSpecification>;

// Puts features on the map under a name, drawn by these layers: `${id}-${layer.name}`.
export function useLayers(
  id: string,
  data: FeatureCollection,
  layersOf: (colours: DrawnMap['colours']) => Layer[],
  options?: Omit<GeoJSONSourceSpecification, 'type' | 'data'>,
): void {
  const { map, colours, drawn } = useMap();

  useEffect(() => {
    map.addSource(id, { type: 'geojson', ...options, data: { type: 'FeatureCollection', features: [] } });
    for (const { name, ...layer } of layersOf(colours))
      map.addLayer({ ...layer, id: `${id}-${name}`, source: id } as LayerSpecification);
    return () => {
      for (const { name } of layersOf(colours)) if (map.getLayer(`${id}-${name}`)) map.removeLayer(`${id}-${name}`);
      if (map.getSource(id)) map.removeSource(id);
    };
  }, [map, drawn, colours, id, layersOf, options]);

  useEffect(() => {
    map.getSource<GeoJSONSource>(id)?.setData(data);
  }, [map, drawn, colours, id, data, layersOf, options]);
}
