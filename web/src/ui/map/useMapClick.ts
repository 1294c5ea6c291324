import type { MapMouseEvent } from 'maplibre-gl';
import { useEffect, useEffectEvent } from 'react';
import type { Position } from '@/ui/map/area';
import { useMap } from '@/ui/map/context';

export function useMapClick(heard: (at: Position) => void): void {
  const { map } = useMap();
  const onClick = useEffectEvent(({ lngLat }: MapMouseEvent) => heard([lngLat.lng, lngLat.lat]));
  useEffect(() => {
    const listener = (event: MapMouseEvent) => onClick(event);
    map.on('click', listener);
    return () => void map.off('click', listener);
  }, [map]);
}
