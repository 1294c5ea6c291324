import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import DeviceIcon from '@mui/icons-material/VideocamOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { DeviceForm } from '@/features/devices/DeviceForm';
import { type Device, useDevices, useForgetDevice, zonesQuery } from '@/features/devices/queries';
import { Confirm } from '@/ui/Confirm';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

export default function DevicesPage() {
  const { t } = useTranslation('devices');
  const may = useMay('devices.configure');
  const mayZones = useMay('parking.read');
  const list = useDevices();
  const { data: zones = [] } = useQuery({ ...zonesQuery, enabled: mayZones });
  const [edited, setEdited] = useState<Device | 'new' | null>(null);
  const [forgotten, setForgotten] = useState<Device | null>(null);
  const forget = useForgetDevice();

  const zoneName = (id?: string) => zones.find((zone) => zone.id === id)?.name ?? '';
  const columns: Column<Device>[] = [
    { key: 'name', label: t('name'), cell: ({ name }) => name, width: 'minmax(0, 2fr)' },
    { key: 'kind', label: t('kind.label'), cell: ({ kind }) => t(`kind.${kind}`) },
    { key: 'zone', label: t('zone'), cell: ({ zone }) => zoneName(zone) || '—', onPhone: false },
    {
      key: 'direction',
      label: t('direction.label'),
      cell: ({ direction }) => (direction ? t(`direction.${direction}`) : '—'),
      onPhone: false,
    },
    {
      key: 'position',
      label: t('position'),
      width: 'minmax(176px, 1fr)',
      cell: ({ position }) => (position ? `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}` : '—'),
      onPhone: false,
    },
  ];
  if (may)
    columns.push({
      key: 'forget',
      label: '',
      width: '56px',
      cell: (device) => (
        <Tooltip title={t('forget')}>
          <IconButton
            aria-label={t('forget_name', { name: device.name })}
            onClick={(event) => {
              event.stopPropagation();
              setForgotten(device);
            }}
          >
            <DeleteIcon />
          </IconButton>
        </Tooltip>
      ),
    });
  const add = may && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEdited('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={add}>
      <Card>
        <DataTable
          label={t('title')}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={may ? setEdited : undefined}
          empty={<EmptyState icon={DeviceIcon} title={t('empty.title')} text={t('empty.text')} action={add} />}
          {...list}
        />
      </Card>
      {edited && (
        <DeviceForm
          key={edited === 'new' ? 'new' : edited.id}
          device={edited === 'new' ? null : edited}
          zones={zones}
          onClose={() => setEdited(null)}
        />
      )}
      <Confirm
        open={forgotten !== null}
        title={t('forget_name', { name: forgotten?.name ?? '' })}
        confirm={t('forget')}
        danger
        onConfirm={async () => forgotten && forget.mutateAsync(forgotten)}
        onClose={() => setForgotten(null)}
      >
        {t('forget_text')}
      </Confirm>
    </Page>
  );
}
