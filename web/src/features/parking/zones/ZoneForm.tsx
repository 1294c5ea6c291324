import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import Box from '@mui/material/Box';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Section } from '@/ui/Section';
import { AreaField } from '@/features/parking/zones/AreaField';
import { OpeningHours } from '@/features/parking/zones/OpeningHours';
import { ZoneRules } from '@/features/parking/zones/ZoneRules';
import { ZoneBasics } from '@/features/parking/zones/ZoneBasics';
import { ProblemAlert } from '@/ui/problem';

export type Settings = Schemas['ZoneSettings'];

export interface FieldsProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
  problem: unknown;
}

interface ZoneFormProps {
  zone?: string; // its id; none: a new one
  settings: Settings;
  onSave: (settings: Settings) => Promise<unknown>;
}

const FIELDS = [
  '/name', '/tariff', '/capacity', '/mode', '/area', '/opening_hours', '/entry_devices', '/exit_devices', '/entry_grace_s',
  '/leave_within_s', '/reopen_gap_s', '/second_entry', '/exit_without_entry', '/vehicle_class', '/region', '/default_zone', '/active',
]; // prettier-ignore

export function ZoneForm({ zone, settings: stored, onSave }: ZoneFormProps) {
  const { t } = useTranslation('parking');
  const [settings, setSettings] = useState(stored);
  const [problem, setProblem] = useState<unknown>(null);
  const [state, setState] = useState<'still' | 'saving' | 'saved'>('still');
  const set = (change: Partial<Settings>) => {
    setSettings((before) => ({ ...before, ...change }));
    setState('still');
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setState('saving');
    setProblem(null);
    try {
      await onSave(settings);
      setState('saved');
    } catch (failure) {
      setProblem(failure);
      setState('still');
    }
  };
  const fields = { settings, set, problem };
  const flag = (name: 'active' | 'default_zone', label: string, otherwise: boolean) => (
    <FormControlLabel
      control={
        <Switch checked={settings[name] ?? otherwise} onChange={({ target }) => set({ [name]: target.checked })} />
      }
      label={label}
    />
  );
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
          gap: 2,
          alignItems: 'start',
        }}
      >
        <Stack sx={{ gap: 2 }}>
          <Section title={t('zone_form.basics')}>
            <ZoneBasics {...fields} />
            {flag('active', t('zone_form.active'), true)}
            {flag('default_zone', t('zone_form.default_zone'), false)}
          </Section>
          <Section title={t('zone_form.hours')}>
            <OpeningHours {...fields} />
          </Section>
        </Stack>
        <Stack sx={{ gap: 2 }}>
          <Section title={t('area.title')}>
            <AreaField area={settings.area} onChange={(area) => set({ area })} problem={problem} zone={zone} />
          </Section>
          <Section title={t('zone_form.rules')}>
            <ZoneRules {...fields} />
          </Section>
        </Stack>
      </Box>
      <Stack sx={{ gap: 2, mt: 2, alignItems: 'flex-start' }}>
        <ProblemAlert problem={problem} fields={FIELDS} />
        {state === 'saved' && (
          <Alert severity="success" role="status">
            {t('zone_form.saved')}
          </Alert>
        )}
        <Button
          type="submit"
          variant="contained"
          size="large"
          loading={state === 'saving'}
          disabled={!settings.name.trim() || !settings.tariff}
        >
          {t('ui:save')}
        </Button>
      </Stack>
    </form>
  );
}
