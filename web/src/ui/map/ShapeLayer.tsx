// A shape while it is drawn: its outline, and handles at its corners and edges.
import Box from '@mui/material/Box';
import type { Feature } from 'geojson';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { featureOf, polygonOf } from '@/ui/map/area';
import type { Colours } from '@/ui/map/ground';
import { HandleMarker } from '@/ui/map/HandleMarker';
import { type Handle, type Shape, areaOf, handlesOf, moved, touched, without } from '@/ui/map/shape';
import { type Layer, useLayers } from '@/ui/map/useLayers';
import { useMapClick } from '@/ui/map/useMapClick';

interface ShapeLayerProps {
  shape: Shape;
  drawing: boolean; // a touch of the map is a corner
  onChange: (shape: Shape, done: boolean) => void;
  onFinish: () => void;
}

const layersOf = (colours: Colours): Layer[] => [
  { name: 'fill', type: 'fill', paint: { 'fill-color': colours.accent, 'fill-opacity': 0.18 } },
  { name: 'line', type: 'line', paint: { 'line-color': colours.accent, 'line-width': 2.5 } },
];

const EXACT = { tolerance: 0 };

function featuresOf(shape: Shape): Feature[] {
  const area = areaOf(shape);
  if (area) return [featureOf(polygonOf(area))];
  if (shape.kind === 'circle' || shape.corners.length < 2) return [];
  return [featureOf({ type: 'LineString', coordinates: shape.corners })];
}

const LOOKS = {
  corner: { size: 18, filled: true },
  center: { size: 20, filled: true },
  edge: { size: 18, filled: false },
  middle: { size: 12, filled: false },
};

export function ShapeLayer({ shape, drawing, onChange, onFinish }: ShapeLayerProps) {
  const { t } = useTranslation('ui');
  const data = useMemo(() => ({ type: 'FeatureCollection' as const, features: featuresOf(shape) }), [shape]);
  useLayers('shape', data, layersOf, EXACT);
  useMapClick((at) => {
    if (drawing) onChange(touched(shape, at), true);
  });
  const corners = shape.kind === 'polygon' ? shape.corners.length : 0;
  const press = (handle: Handle) => {
    if (handle.kind === 'middle') onChange(moved(shape, handle, handle.at), true);
    if (handle.kind === 'corner' && handle.index === 0 && drawing) onFinish();
  };
  return handlesOf(shape).map((handle) => {
    const { size, filled } = LOOKS[handle.kind];
    const removable = handle.kind === 'corner' || handle.kind === 'center';
    return (
      <HandleMarker
        key={`${handle.kind}${handle.index}/${corners}`}
        at={handle.at}
        onMove={(to, done) => onChange(moved(shape, handle, to), done)}
        onRemove={removable ? () => onChange(without(shape, handle), true) : undefined}
      >
        {(onKeyDown) => (
          <Box
            component="button"
            type="button"
            aria-label={t(`map.handle.${handle.kind}`, { number: handle.index + 1, of: corners })}
            onKeyDown={onKeyDown}
            onPointerDown={(event) => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => press(handle)}
            onDoubleClick={removable ? () => onChange(without(shape, handle), true) : undefined}
            sx={{
              display: 'block',
              position: 'relative',
              width: size,
              height: size,
              p: 0,
              borderRadius: '50%',
              border: '2.5px solid',
              borderColor: 'primary.main',
              bgcolor: filled ? 'primary.main' : 'background.paper',
              boxShadow: '0 0 0 2px var(--mui-palette-background-paper)',
              cursor: 'grab',
              touchAction: 'none',
              '&::before': { content: '""', position: 'absolute', inset: -13, borderRadius: '50%' }, // for a finger
            }}
          />
        )}
      </HandleMarker>
    );
  });
}
