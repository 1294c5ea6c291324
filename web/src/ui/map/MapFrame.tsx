// A map with its ground and its buttons; what lies on it are its children.
import AddIcon from '@mui/icons-material/Add';
import FitScreenIcon from '@mui/icons-material/FitScreenOutlined';
import RemoveIcon from '@mui/icons-material/Remove';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { SxProps } from '@mui/material/styles';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapLibreMap } from 'maplibre-gl';
import type { Bounds } from '@/ui/map/area';
import { MapContext } from '@/ui/map/context';
import { useLibreMap } from '@/ui/map/useLibreMap';

export interface MapFrameProps {
  label: string; // what the map shows
  bounds: Bounds | null; // of all that it shows
  fit?: string; // goes there at first and whenever this changes
  children?: ReactNode;
  above?: ReactNode; // buttons over the map, at its top left
  instead?: ReactNode; // where the machine can draw no map
  sx?: SxProps;
}

const ROOM_PX = 56;
const NEAREST = 17;

function goTo(map: MapLibreMap, bounds: Bounds, animate: boolean) {
  map.fitBounds(bounds, { padding: ROOM_PX, maxZoom: NEAREST, animate });
}

export function MapFrame({ label, bounds, fit = '', children, above, instead, sx }: MapFrameProps) {
  const { t } = useTranslation('ui');
  const element = useRef<HTMLDivElement>(null);
  const made = useLibreMap(element, label);
  const map = typeof made === 'object' ? made.map : undefined;
  const shown = useRef<{ map?: MapLibreMap; fit: string }>({ fit });
  const [busy, setBusy] = useState(true);

  useEffect(() => {
    if (!map) return;
    const subscriptions = [map.on('dataloading', () => setBusy(true)), map.on('idle', () => setBusy(false))];
    return () => subscriptions.forEach((each) => each.unsubscribe());
  }, [map]);

  useEffect(() => {
    if (!map || !bounds || (shown.current.map === map && shown.current.fit === fit)) return;
    goTo(map, bounds, shown.current.map === map);
    shown.current = { map, fit };
  }, [map, bounds, fit]);

  if (made === 'impossible') return instead ?? <Typography color="textSecondary">{t('map.impossible')}</Typography>;
  const buttons = [
    { label: t('map.nearer'), icon: <AddIcon />, act: () => map?.zoomIn() },
    { label: t('map.farther'), icon: <RemoveIcon />, act: () => map?.zoomOut() },
    { label: t('map.fit'), icon: <FitScreenIcon />, act: () => map && bounds && goTo(map, bounds, true) },
  ];
  return (
    <Box
      aria-busy={busy}
      sx={[
        {
          position: 'relative',
          minHeight: 240,
          borderRadius: 1,
          overflow: 'hidden',
          border: '1px solid',
          borderColor: 'divider',
          '& .maplibregl-ctrl-scale': {
            bgcolor: 'transparent',
            color: 'text.secondary',
            borderColor: 'text.secondary',
          },
          '& .maplibregl-canvas:focus-visible': { outlineOffset: -3 },
        },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
    >
      <Box sx={{ position: 'absolute', inset: 0 }}>
        <Box ref={element} sx={{ height: '100%' }} />
      </Box>
      {made === 'waiting' && <Skeleton variant="rectangular" sx={{ position: 'absolute', inset: 0, height: '100%' }} />}
      <Stack sx={{ position: 'absolute', top: 8, left: 8, right: 60, gap: 1, alignItems: 'flex-start' }}>{above}</Stack>
      <Stack sx={{ position: 'absolute', top: 8, right: 8, gap: 0.75 }}>
        {buttons.map(({ label: name, icon, act }) => (
          <IconButton
            key={name}
            aria-label={name}
            title={name}
            onClick={act}
            size="small"
            sx={{
              bgcolor: 'background.paper',
              border: '1px solid',
              borderColor: 'divider',
              '&:hover': { bgcolor: 'background.paper' },
            }}
          >
            {icon}
          </IconButton>
        ))}
      </Stack>
      {made !== 'waiting' && <MapContext value={made}>{children}</MapContext>}
    </Box>
  );
}
