// A map in an element: made once its library is here, drawn anew when light and dark change, taken away with the element.
import { useColorScheme } from '@mui/material/styles';
import type { GeoJSONSource, MapLibreMap } from 'maplibre-gl';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { DrawnMap } from '@/ui/map/context';
import { COLOURS, grid, plainGround } from '@/ui/map/ground';

const SOMEWHERE = { center: [-64, -34] as [number, number], zoom: 3.5 };

export function useColours() {
  const { mode, systemMode } = useColorScheme();
  return COLOURS[(mode === 'system' ? systemMode : mode) === 'dark' ? 'dark' : 'light'];
}

function drawGrid(map: MapLibreMap) {
  const [[west, south], [east, north]] = map.getBounds().toArray() as [[number, number], [number, number]];
  map.getSource<GeoJSONSource>('grid')?.setData(grid([west, south, east, north], map.getZoom()));
}

const isWithoutWebGl = (problem: unknown) => problem instanceof Error && problem.name === 'GPUInitializationError';

// 'waiting', then the map, or 'impossible' on a machine without WebGL.
export function useLibreMap(
  element: RefObject<HTMLElement | null>,
  label: string,
): DrawnMap | 'waiting' | 'impossible' {
  const colours = useColours();
  const [made, setMade] = useState<Pick<DrawnMap, 'map' | 'library'> | 'waiting' | 'impossible'>('waiting');
  const [ground, setGround] = useState<Pick<DrawnMap, 'colours' | 'drawn'>>();

  useEffect(() => {
    let map: MapLibreMap | undefined;
    let gone = false;
    const make = async () => {
      const library = await import('@/ui/map/maplibre');
      if (gone || !element.current) return;
      map = new library.MapLibreMap({
        container: element.current,
        ...SOMEWHERE,
        maxPitch: 0,
        dragRotate: false,
        attributionControl: false,
        fadeDuration: 0,
      });
      map.touchZoomRotate.disableRotation();
      map.addControl(new library.ScaleControl(), 'bottom-left');
      map.on('moveend', () => map && drawGrid(map));
      setMade({ map, library });
    };
    make().catch((problem: unknown) => {
      if (!isWithoutWebGl(problem)) console.error(problem);
      if (!gone) setMade('impossible');
    });
    return () => {
      gone = true;
      map?.remove();
      setMade('waiting');
      setGround(undefined);
    };
  }, [element]);

  const map = typeof made === 'object' ? made.map : undefined;
  useEffect(() => {
    if (!map) return;
    const onDrawn = () => {
      drawGrid(map);
      setGround((before) => ({ colours, drawn: (before?.drawn ?? 0) + 1 }));
    };
    map.on('style.load', onDrawn);
    map.setStyle(plainGround(colours), { diff: false });
    return () => void map.off('style.load', onDrawn);
  }, [map, colours]);
  useEffect(() => {
    map?.getCanvas().setAttribute('aria-label', label);
  }, [map, label]);

  return useMemo(() => {
    if (typeof made === 'string') return made;
    return ground ? { ...made, ...ground } : 'waiting';
  }, [made, ground]);
}
