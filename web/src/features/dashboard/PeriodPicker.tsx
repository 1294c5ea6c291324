import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PERIODS, type PeriodName, dayText, periodIn } from '@/features/dashboard/period';
import { emptyChoice } from '@/ui/emptyChoice';
import { zonesQuery } from '@/ui/useZones';

export function PeriodPicker() {
  const { t } = useTranslation('dashboard');
  const [search, setSearch] = useSearchParams();
  const zones = useQuery(zonesQuery).data?.items ?? [];
  const period = periodIn(search);
  const change = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes))
      if (value) next.set(name, value);
      else next.delete(name);
    setSearch(next, { replace: true });
  };
  const choose = (chosen: PeriodName | null) => {
    if (!chosen) return;
    const today = dayText(new Date());
    change({
      period: chosen === 'live' ? '' : chosen,
      from: chosen === 'own' ? (search.get('from') ?? today) : '',
      to: chosen === 'own' ? (search.get('to') ?? today) : '',
    });
  };
  const day = (name: 'from' | 'to') => (
    <TextField
      key={name}
      type="date"
      label={t(`period.${name}`)}
      value={search.get(name) ?? ''}
      onChange={(event) => change({ [name]: event.target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ width: 160 }}
    />
  );
  return (
    <Stack direction="row" sx={{ gap: 2, mb: 2, flexWrap: 'wrap', alignItems: 'center' }}>
      <ToggleButtonGroup
        size="small"
        exclusive
        value={period}
        aria-label={t('period.label')}
        onChange={(_, chosen: PeriodName | null) => choose(chosen)}
        sx={{ flexWrap: 'wrap' }}
      >
        {PERIODS.map((each) => (
          <ToggleButton key={each} value={each} sx={{ textTransform: 'none' }}>
            {t(`period.${each}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {period === 'own' && (['from', 'to'] as const).map(day)}
      {zones.length > 1 && (
        <TextField
          select
          label={t('zone')}
          value={zones.some(({ id }) => id === search.get('zone')) ? search.get('zone') : ''}
          onChange={(event) => change({ zone: event.target.value })}
          slotProps={emptyChoice}
          sx={{ width: 220 }}
        >
          <MenuItem value="">{t('all_zones')}</MenuItem>
          {zones.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    </Stack>
  );
}
