import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { FieldsProps, Settings } from '@/features/parking/zones/ZoneForm';
import { faultOf } from '@/ui/problem';

const MODES = ['photo', 'gate', 'kerb'] as const;
const UNEXPECTED = ['close_at_cap', 'ask', 'ignore'] as const;
const SECONDS = 60;

const listed = (text: string) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

export function ZoneRules({ settings, set, problem }: FieldsProps) {
  const { t } = useTranslation('parking');
  const minutes = (name: 'entry_grace_s' | 'leave_within_s' | 'reopen_gap_s', label: string) => (
    <TextField
      type="number"
      label={label}
      value={(settings[name] ?? 0) / SECONDS}
      onChange={({ target }) => set({ [name]: Math.round(Number(target.value) * SECONDS) })}
      slotProps={{ htmlInput: { min: 0, step: 'any' } }}
      {...faultOf(problem, `/${name}`)}
    />
  );
  const choice = (name: 'second_entry' | 'exit_without_entry', label: string) => (
    <TextField
      select
      label={label}
      value={settings[name] ?? 'ask'}
      onChange={({ target }) => set({ [name]: target.value } as Partial<Settings>)}
      {...faultOf(problem, `/${name}`)}
    >
      {UNEXPECTED.map((each) => (
        <MenuItem key={each} value={each}>
          {t(`unexpected.${each}`)}
        </MenuItem>
      ))}
    </TextField>
  );
  const devices = (name: 'entry_devices' | 'exit_devices', label: string) => (
    <TextField
      label={label}
      defaultValue={(settings[name] ?? []).join(', ')}
      onChange={({ target }) => set({ [name]: listed(target.value) })}
      helperText={t('zone_form.devices_help')}
      {...faultOf(problem, `/${name}`)}
    />
  );
  return (
    <Stack sx={{ gap: 2 }}>
      <TextField
        select
        label={t('zones.mode')}
        value={settings.mode ?? 'photo'}
        onChange={({ target }) => set({ mode: target.value as Settings['mode'] })}
        {...faultOf(problem, '/mode')}
      >
        {MODES.map((each) => (
          <MenuItem key={each} value={each}>
            {t(`mode_long.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      {settings.mode === 'gate' && devices('entry_devices', t('zone_form.entry_devices'))}
      {settings.mode === 'gate' && devices('exit_devices', t('zone_form.exit_devices'))}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(208px, 1fr))' }}>
        {minutes('entry_grace_s', t('zone_form.entry_grace'))}
        {minutes('leave_within_s', t('zone_form.leave_within'))}
        {minutes('reopen_gap_s', t('zone_form.reopen_gap'))}
      </Box>
      {choice('second_entry', t('zone_form.second_entry'))}
      {choice('exit_without_entry', t('zone_form.exit_without_entry'))}
    </Stack>
  );
}
