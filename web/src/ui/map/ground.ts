// The ground that everything lies on when there is no map from elsewhere: one calm colour, with a grid that shows how it moves.
import type { FeatureCollection } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';
import { type Bounds, featureOf } from '@/ui/map/area';

export interface Colours {
  ground: string;
  grid: string;
  ink: string;
  halo: string;
  accent: string;
  zone: string;
  faint: string;
}

export const COLOURS: Record<'light' | 'dark', Colours> = {
  light: {
    ground: '#eef1f5',
    grid: '#dde3ea',
    ink: '#131a22',
    halo: '#ffffff',
    accent: '#1558d6',
    zone: '#0b6b3a',
    faint: '#7e93b5',
  },
  dark: {
    ground: '#121920',
    grid: '#202a34',
    ink: '#eef2f6',
    halo: '#0e1318',
    accent: '#7db0ff',
    zone: '#7fdca6',
    faint: '#56698a',
  },
};

export const FONT = ['system-ui']; // drawn by the browser: without an address for glyphs none are fetched

export const plainGround = (colours: Colours): StyleSpecification => ({
  version: 8,
  sources: { grid: { type: 'geojson', data: grid([0, 0, 0, 0], 0) } },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': colours.ground } },
    { id: 'grid', type: 'line', source: 'grid', paint: { 'line-color': colours.grid, 'line-width': 1 } },
  ],
});

const STEPS = [45, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002];
const CELL_PX_MIN = 90;
const PX_OF_WORLD = 512;

function multiples(step: number, from: number, to: number): number[] {
  const first = Math.floor(from / step);
  return Array.from({ length: Math.ceil(to / step) - first + 1 }, (_, index) => (first + index) * step);
}

// Lines along whole degrees or parts of them, never closer than a thumb.
export function grid([west, south, east, north]: Bounds, zoom: number): FeatureCollection {
  const pxPerDegree = (PX_OF_WORLD * 2 ** zoom) / 360;
  const step = STEPS.findLast((each) => each * pxPerDegree >= CELL_PX_MIN) ?? 90;
  const [top, bottom] = [Math.min(north + step, 85), Math.max(south - step, -85)];
  const [left, right] = [west - step, east + step];
  const line = (from: number[], to: number[]) => featureOf({ type: 'LineString', coordinates: [from, to] });
  return {
    type: 'FeatureCollection',
    features: [
      ...multiples(step, west, east).map((lon) => line([lon, bottom], [lon, top])),
      ...multiples(step, bottom, top).map((lat) => line([left, lat], [right, lat])),
    ],
  };
}
