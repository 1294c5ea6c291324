import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { type Device, type DeviceSettings, useAddDevice, useChangeDevice } from '@/features/devices/queries';
import { FormDialog } from '@/ui/FormDialog';
import { emptyChoice } from '@/ui/emptyChoice';
import { faultOf } from '@/ui/problem';

const KINDS = ['camera', 'gate', 'phone'] as const;
const DIRECTIONS = ['in', 'out'] as const;
const FIELDS = ['/name', '/kind', '/zone', '/direction', '/position'];

interface DeviceFormProps {
  device: Device | null; // null: a new one
  zones: Schemas['ParkingZone'][];
  onClose: () => void;
}

// "-34,6037" is a number, too.
const coordinate = (text: string) => Number(text.replace(',', '.'));

export function DeviceForm({ device, zones, onClose }: DeviceFormProps) {
  const { t } = useTranslation(['devices', 'ui']);
  const [name, setName] = useState(device?.name ?? '');
  const [kind, setKind] = useState<Device['kind']>(device?.kind ?? 'camera');
  const [zone, setZone] = useState(device?.zone ?? '');
  const [direction, setDirection] = useState(device?.direction ?? '');
  const [lat, setLat] = useState(device?.position ? String(device.position.lat) : '');
  const [lon, setLon] = useState(device?.position ? String(device.position.lon) : '');
  const add = useAddDevice();
  const change = useChangeDevice(device ?? ({ id: '', version: 0 } as Device));

  const settings = (): DeviceSettings => ({
    name,
    kind,
    zone,
    direction: DIRECTIONS.find((each) => each === direction) ?? null,
    position: lat || lon ? { lat: coordinate(lat), lon: coordinate(lon), accuracy_m: null } : null,
  });
  return (
    <FormDialog
      title={device ? device.name : t('add')}
      submit={t('ui:save')}
      fields={FIELDS}
      onSubmit={() => (device ? change.mutateAsync(settings()) : add.mutateAsync(settings()))}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextField
            label={t('name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoFocus
            helperText={t('name_help')}
            {...faultOf(problem, '/name')}
          />
          <TextField
            select
            label={t('kind.label')}
            value={kind}
            onChange={(event) => setKind(event.target.value as Device['kind'])}
            {...faultOf(problem, '/kind')}
          >
            {KINDS.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`kind.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label={t('zone')}
            value={zones.some(({ id }) => id === zone) ? zone : ''}
            onChange={(event) => setZone(event.target.value)}
            slotProps={emptyChoice}
            {...faultOf(problem, '/zone')}
          >
            <MenuItem value="">{t('no_zone')}</MenuItem>
            {zones.map((each) => (
              <MenuItem key={each.id} value={each.id}>
                {each.name}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label={t('direction.label')}
            value={direction}
            onChange={(event) => setDirection(event.target.value as typeof direction)}
            slotProps={emptyChoice}
            {...faultOf(problem, '/direction')}
          >
            <MenuItem value="">{t('direction.none')}</MenuItem>
            {DIRECTIONS.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`direction.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <Stack direction="row" sx={{ gap: 2 }}>
            <TextField
              label={t('lat')}
              value={lat}
              onChange={(event) => setLat(event.target.value)}
              slotProps={{ htmlInput: { inputMode: 'decimal' } }}
              {...faultOf(problem, '/position')}
            />
            <TextField
              label={t('lon')}
              value={lon}
              onChange={(event) => setLon(event.target.value)}
              slotProps={{ htmlInput: { inputMode: 'decimal' } }}
            />
          </Stack>
        </>
      )}
    </FormDialog>
  );
}
