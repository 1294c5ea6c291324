// Zones, points and a track on one map, and the same as a list for who cannot use it.
import MapIcon from '@mui/icons-material/MapOutlined';
import ListIcon from '@mui/icons-material/FormatListBulleted';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemText from '@mui/material/ListItemText';
import Stack from '@mui/material/Stack';
import type { SxProps } from '@mui/material/styles';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boundsOf, outlineOf } from '@/ui/map/area';
import { MapFrame } from '@/ui/map/MapFrame';
import { type MapPoint, PointLayer } from '@/ui/map/PointLayer';
import { TrackLayer } from '@/ui/map/TrackLayer';
import { type MapZone, ZoneLayer } from '@/ui/map/ZoneLayer';
import type { TrackStop } from '@/ui/map/track';

interface CityMapProps {
  label: string;
  zones?: MapZone[];
  points?: MapPoint[];
  track?: { stops: TrackStop[]; at: number };
  selected?: string | null; // a point
  onOpenPoint?: (id: string) => void;
  onOpenZone?: (id: string) => void;
  fit?: string; // shows everything anew when this changes
  listed?: boolean; // the page lists the same elsewhere: no list here
  above?: ReactNode;
  children?: ReactNode; // more on the map
  sx?: SxProps;
}

const NONE: never[] = [];

interface Row {
  id: string;
  text: string;
  open?: () => void;
}

function Rows({ label, rows }: { label: string; rows: Row[] }) {
  return (
    <List aria-label={label} dense>
      {rows.map(({ id, text, open }) =>
        open ? (
          <ListItem key={id} disablePadding>
            <ListItemButton onClick={open}>
              <ListItemText primary={text} />
            </ListItemButton>
          </ListItem>
        ) : (
          <ListItem key={id}>
            <ListItemText primary={text} />
          </ListItem>
        ),
      )}
    </List>
  );
}

export function CityMap(props: CityMapProps) {
  const { label, zones = NONE, points = NONE, track, selected, onOpenPoint, onOpenZone } = props;
  const { fit, listed = false, above, children, sx } = props;
  const { t } = useTranslation('ui');
  const [asList, setAsList] = useState(false);
  const bounds = useMemo(
    () => boundsOf([...points.map(({ lat, lon }) => [lon, lat]), ...zones.flatMap(({ area }) => outlineOf(area))]),
    [points, zones],
  );
  const rows: Row[] = [
    ...zones.map(({ id, name }) => ({ id, text: name, open: onOpenZone && (() => onOpenZone(id)) })),
    ...points.map(({ id, label: text, lat, lon }) => ({
      id,
      text: text ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`,
      open: onOpenPoint && (() => onOpenPoint(id)),
    })),
  ];
  const list = listed ? undefined : <Rows label={label} rows={rows} />;
  const swap = !listed && (
    <Button
      size="small"
      startIcon={asList ? <MapIcon /> : <ListIcon />}
      onClick={() => setAsList(!asList)}
      sx={{ alignSelf: 'flex-start' }}
    >
      {asList ? t('map.as_map') : t('map.as_list')}
    </Button>
  );
  return (
    <Stack sx={[{ gap: 0.5, minWidth: 0 }, ...(Array.isArray(sx) ? sx : [sx])]}>
      {swap}
      {asList ? (
        list
      ) : (
        <MapFrame label={label} bounds={bounds} fit={fit} above={above} instead={list} sx={{ flex: 1 }}>
          <ZoneLayer zones={zones} onOpen={onOpenZone} />
          {track && <TrackLayer {...track} />}
          <PointLayer points={points} selected={selected} onOpen={onOpenPoint} />
          {children}
        </MapFrame>
      )}
    </Stack>
  );
}
