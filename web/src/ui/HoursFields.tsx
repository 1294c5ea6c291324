// When something holds in a week: days, from, to. No day chosen means every day; "to" at or before "from" is the next day's.
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useTranslation } from 'react-i18next';
import { type Weekday, WEEKDAYS, useWeekdayNames } from '@/ui/weekdays';
import { faultOf } from '@/ui/problem';

export interface Hours {
  weekdays?: Weekday[];
  from?: string;
  to?: string;
}

interface HoursFieldsProps {
  hours: Hours;
  onChange: (hours: Hours) => void;
  problem?: unknown;
  pointer: string; // of these hours in the document: "/opening_hours/0"
}

export function HoursFields({ hours, onChange, problem, pointer }: HoursFieldsProps) {
  const { t } = useTranslation('ui');
  const short = useWeekdayNames();
  const time = (field: 'from' | 'to', label: string, whole: string) => (
    <TextField
      label={label}
      value={hours[field] ?? whole}
      onChange={({ target }) => onChange({ ...hours, [field]: target.value })}
      sx={{ width: 92 }}
      slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 5, placeholder: 'HH:MM' } }}
      {...faultOf(problem, `${pointer}/${field}`)}
    />
  );
  return (
    <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'flex-start' }}>
      <ToggleButtonGroup
        size="small"
        value={hours.weekdays ?? []}
        onChange={(_, days: Weekday[]) =>
          onChange({ ...hours, weekdays: WEEKDAYS.filter((day) => days.includes(day)) })
        }
        aria-label={t('hours.weekdays')}
        sx={{ height: 40, maxWidth: '100%' }}
      >
        {WEEKDAYS.map((day) => (
          <ToggleButton key={day} value={day} sx={{ px: { xs: 0.75, sm: 1 }, minWidth: 0, textTransform: 'none' }}>
            {short[day]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Stack direction="row" sx={{ gap: 1.5 }}>
        {time('from', t('hours.from'), '00:00')}
        {time('to', t('hours.to'), '24:00')}
      </Stack>
    </Stack>
  );
}
