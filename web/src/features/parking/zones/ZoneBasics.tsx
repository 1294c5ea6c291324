import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tariffsQuery } from '@/features/parking/queries';
import type { FieldsProps } from '@/features/parking/zones/ZoneForm';
import { currentLanguage } from '@/i18n';
import { faultOf } from '@/ui/problem';

export function ZoneBasics({ settings, set, problem }: FieldsProps) {
  const { t } = useTranslation('parking');
  const { data: tariffs = [] } = useQuery(tariffsQuery);
  return (
    <Stack sx={{ gap: 2, mb: 1 }}>
      <TextField
        label={t('zone_form.name')}
        required
        value={settings.name}
        onChange={({ target }) => set({ name: target.value })}
        slotProps={{ htmlInput: { maxLength: 80 } }}
        {...faultOf(problem, '/name')}
      />
      <TextField
        select
        label={t('tariff')}
        required
        value={tariffs.length ? settings.tariff : ''}
        onChange={({ target }) => {
          const tariff = tariffs.find(({ id }) => id === target.value);
          set({ tariff: target.value, time_zone: tariff?.document.zone ?? settings.time_zone }); // both count in one time
        }}
        helperText={settings.time_zone}
        {...faultOf(problem, '/tariff')}
      >
        {tariffs.map(({ id, document }) => (
          <MenuItem key={id} value={id}>
            {document.name[currentLanguage()]}
          </MenuItem>
        ))}
      </TextField>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: { xs: 2, sm: 1.5 } }}>
        <TextField
          type="number"
          label={t('zone_form.capacity')}
          value={settings.capacity ?? ''}
          onChange={({ target }) => set({ capacity: target.value === '' ? null : Number(target.value) })}
          slotProps={{ htmlInput: { min: 0 } }}
          {...faultOf(problem, '/capacity')}
        />
        <TextField
          label={t('zone_form.region')}
          value={settings.region ?? ''}
          onChange={({ target }) => set({ region: target.value.toLowerCase() })}
          slotProps={{ htmlInput: { maxLength: 10, placeholder: 'ar' } }}
          {...faultOf(problem, '/region')}
        />
        <TextField
          label={t('vehicle_class')}
          value={settings.vehicle_class ?? ''}
          onChange={({ target }) => set({ vehicle_class: target.value })}
          {...faultOf(problem, '/vehicle_class')}
        />
      </Stack>
    </Stack>
  );
}
