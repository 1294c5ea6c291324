import { createContext, use } from 'react';
import type { MapLibreMap } from 'maplibre-gl';
import type * as library from '@/ui/map/maplibre';
import type { Colours } from '@/ui/map/ground';

export interface DrawnMap {
  map: MapLibreMap;
  library: typeof library;
  colours: Colours;
  drawn: number; // rises when the ground was drawn anew, and all that lies on it must be put back
}

export const MapContext = createContext<DrawnMap | null>(null);

export function useMap(): DrawnMap {
  const found = use(MapContext);
  if (!found) throw new Error('only inside a MapFrame');
  return found;
}
