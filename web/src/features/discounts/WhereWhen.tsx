import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { useZones } from '@/features/discounts/queries';
import { faultOf } from '@/ui/problem';

interface Limits {
  zones?: string[];
  valid_from?: string | null;
  valid_until?: string | null;
}

interface WhereWhenProps {
  value: Limits;
  set: (change: Limits) => void;
  problem: unknown;
}

// In which zones and between which days something holds; none named: everywhere, always.
export function WhereWhen({ value, set, problem }: WhereWhenProps) {
  const { t } = useTranslation('discounts');
  const zones = useZones();
  const day = (field: 'valid_from' | 'valid_until', label: string) => (
    <TextField
      type="date"
      label={label}
      value={value[field] ?? ''}
      onChange={({ target }) => set({ [field]: target.value || null })}
      slotProps={{ inputLabel: { shrink: true } }}
      {...faultOf(problem, `/${field}`)}
    />
  );
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
      {zones.length > 0 && (
        <TextField
          select
          label={t('zones')}
          value={value.zones ?? []}
          onChange={({ target }) => set({ zones: target.value as unknown as string[] })}
          slotProps={{
            inputLabel: { shrink: true },
            select: {
              multiple: true,
              displayEmpty: true,
              renderValue: (chosen) =>
                (chosen as string[]).map((id) => zones.find((zone) => zone.id === id)?.name ?? id).join(', ') ||
                t('all_zones'),
            },
          }}
          {...faultOf(problem, '/zones')}
        >
          {zones.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {day('valid_from', t('valid_from'))}
      {day('valid_until', t('valid_until'))}
    </Stack>
  );
}
