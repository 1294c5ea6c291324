// One point by hand: touch the map, pull the pin, use the arrow keys, or write the coordinates.
import PlaceIcon from '@mui/icons-material/Place';
import AddLocationIcon from '@mui/icons-material/AddLocationAltOutlined';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import type { SxProps } from '@mui/material/styles';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Position, boundsOf, outlineOf } from '@/ui/map/area';
import { AtCenter } from '@/ui/map/AtCenter';
import { HandleMarker } from '@/ui/map/HandleMarker';
import { MapFrame } from '@/ui/map/MapFrame';
import { useMapClick } from '@/ui/map/useMapClick';
import { type MapZone, ZoneLayer } from '@/ui/map/ZoneLayer';
import { type LatLon, placeIn, textOf } from '@/ui/map/coordinates';

interface PlacePickerProps {
  label: string;
  value: LatLon | null;
  onChange: (place: LatLon) => void;
  zones?: MapZone[];
  sx?: SxProps;
}

const NONE: MapZone[] = [];

function Pin({ value, onChange }: Pick<PlacePickerProps, 'value' | 'onChange'>) {
  const { t } = useTranslation('ui');
  const [pulled, setPulled] = useState<Position | null>(null);
  const pick = ([lon, lat]: Position) => onChange({ lat, lon });
  useMapClick(pick);
  return (
    <>
      {value && (
        <HandleMarker
          at={pulled ?? [value.lon, value.lat]}
          anchor="bottom"
          onMove={(to, done) => {
            setPulled(done ? null : to);
            if (done) pick(to);
          }}
        >
          {(onKeyDown) => (
            <Box
              component="button"
              type="button"
              aria-label={t('map.pin')}
              onKeyDown={onKeyDown}
              onPointerDown={(event) => event.currentTarget.focus({ preventScroll: true })}
              sx={{ display: 'block', p: 0, border: 0, bgcolor: 'transparent', color: 'primary.main', cursor: 'grab' }}
            >
              <PlaceIcon sx={{ display: 'block', fontSize: 44, mb: '-4px' }} />
            </Box>
          )}
        </HandleMarker>
      )}
      <AtCenter icon={<AddLocationIcon />} onPick={pick}>
        {t('map.at_center.place')}
      </AtCenter>
    </>
  );
}

export function PlacePicker({ label, value, onChange, zones = NONE, sx }: PlacePickerProps) {
  const { t } = useTranslation('ui');
  const [written, setWritten] = useState<string | null>(null); // while somebody types
  const [start] = useState(value);
  const bounds = useMemo(
    () => boundsOf(start ? [[start.lon, start.lat]] : zones.flatMap(({ area }) => outlineOf(area))),
    [start, zones],
  );
  const write = (text: string) => {
    setWritten(text);
    const place = placeIn(text);
    if (place) onChange(place);
  };
  const isFault = written !== null && written.trim() !== '' && !placeIn(written);
  return (
    <Stack sx={[{ gap: 1.5 }, ...(Array.isArray(sx) ? sx : [sx])]}>
      <MapFrame label={label} bounds={bounds} fit={start ? 'place' : 'zones'} sx={{ flex: 1, minHeight: 280 }}>
        <ZoneLayer zones={zones} />
        <Pin value={value} onChange={onChange} />
      </MapFrame>
      <TextField
        label={t('map.coordinates')}
        value={written ?? (value ? textOf(value) : '')}
        onChange={(event) => write(event.target.value)}
        onBlur={() => setWritten(isFault ? written : null)}
        error={isFault}
        helperText={isFault ? t('map.coordinates_fault') : undefined}
        placeholder="-34.60376, -58.38162"
        autoComplete="off"
      />
    </Stack>
  );
}
