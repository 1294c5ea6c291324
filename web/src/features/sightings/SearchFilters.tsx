// What narrows a search besides the plate.
import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { type Filters, LAST, NO_FILTERS, narrowings } from '@/features/sightings/filters';
import { localText, momentIn } from '@/features/sightings/moments';
import { devicesQuery } from '@/features/sightings/queries';
import type { MapZone } from '@/ui/map/ZoneLayer';

interface SearchFiltersProps {
  filters: Filters;
  zones: MapZone[];
  onChange: (some: Partial<Filters>) => void;
  onDraw: () => void;
}

const { last, from, to, area, zone, device, confidenceMax } = NO_FILTERS;
const WITHOUT: Partial<Filters> = { last, from, to, area, zone, device, confidenceMax };
const CONFIDENCES = [0.5, 0.7, 0.8, 0.9, 0.95];

// Drawn again only when one of them changes, not with each key of the plate.
export const SearchFilters = memo(function SearchFilters({ filters, zones, onChange, onDraw }: SearchFiltersProps) {
  const { t } = useTranslation('sightings');
  const { data: devices } = useQuery({ ...devicesQuery, enabled: useMay('devices.read') });
  const [between, setBetween] = useState(Boolean(filters.from || filters.to));
  const period = filters.last ?? (between ? 'between' : 'any');
  const choosePeriod = (chosen: string) => {
    setBetween(chosen === 'between');
    onChange({ last: LAST.find((each) => each === chosen) ?? null, from: '', to: '' });
  };
  const moment = (name: 'from' | 'to') => (
    <TextField
      type="datetime-local"
      label={t(`filter.${name}`)}
      value={localText(filters[name])}
      onChange={(event) => onChange({ [name]: momentIn(event.target.value) })}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.25,
        gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(auto-fill, minmax(150px, 1fr))' },
        alignItems: 'center',
      }}
    >
      <TextField
        select
        label={t('filter.period')}
        value={period}
        onChange={(event) => choosePeriod(event.target.value)}
      >
        {['any', ...LAST, 'between'].map((each) => (
          <MenuItem key={each} value={each}>
            {t(`period.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      {period === 'between' && moment('from')}
      {period === 'between' && moment('to')}
      {zones.length > 0 && (
        <TextField
          select
          label={t('filter.zone')}
          value={zones.some(({ id }) => id === filters.zone) ? filters.zone : ''}
          onChange={(event) => onChange({ zone: event.target.value, area: null })}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">{t('filter.any_zone')}</MenuItem>
          {zones.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {devices && devices.items.length > 0 && (
        <TextField
          select
          label={t('filter.device')}
          value={filters.device}
          onChange={(event) => onChange({ device: event.target.value })}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">{t('filter.any_device')}</MenuItem>
          {[...new Set([...devices.items.map(({ name }) => name), filters.device])].filter(Boolean).map((name) => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      <TextField
        select
        label={t('filter.confidence')}
        value={filters.confidenceMax ?? ''}
        onChange={(event) => onChange({ confidenceMax: Number(event.target.value) || null })}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">{t('filter.any_confidence')}</MenuItem>
        {CONFIDENCES.map((share) => (
          <MenuItem key={share} value={share}>
            {t('filter.at_most', { percent: share * 100 })}
          </MenuItem>
        ))}
      </TextField>
      <Button variant="outlined" onClick={onDraw} sx={{ minHeight: 40 }}>
        {filters.area ? t(`filter.area_${filters.area.type === 'Circle' ? 'circle' : 'polygon'}`) : t('filter.draw')}
      </Button>
      <FormControlLabel
        control={<Switch checked={filters.alike} onChange={(_, alike) => onChange({ alike })} />}
        label={t('filter.alike')}
        title={t('filter.alike_help')}
      />
      {narrowings(filters) > 0 && (
        <Button
          onClick={() => {
            setBetween(false);
            onChange(WITHOUT);
          }}
        >
          {t('filter.none')}
        </Button>
      )}
    </Box>
  );
});
