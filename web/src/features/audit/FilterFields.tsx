import Autocomplete from '@mui/material/Autocomplete';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Filters, actsQuery } from '@/features/audit/queries';

const TYPED_MS = 300;

interface FilterFieldsProps {
  filters: Filters;
  onChange: (filters: Record<string, string>) => void;
}

export function FilterFields({ filters, onChange }: FilterFieldsProps) {
  const { t, i18n } = useTranslation('audit');
  const { data: acts = [] } = useQuery(actsQuery(i18n.language));
  const [text, setText] = useState(filters.text ?? '');
  const change = (changes: Filters) =>
    onChange(Object.fromEntries(Object.entries({ ...filters, ...changes }).filter(([, value]) => value)));

  useEffect(() => {
    if (text === (filters.text ?? '')) return;
    const timer = setTimeout(() => change({ text }), TYPED_MS);
    return () => clearTimeout(timer);
  });
  const day = (name: 'from' | 'until') => (
    <TextField
      type="date"
      label={t(name)}
      value={filters[name] ?? ''}
      onChange={(event) => change({ [name]: event.target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ width: { sm: 160 }, flex: { xs: '1 1 140px', sm: '0 0 auto' } }}
    />
  );
  const nameOf = (act: string) => {
    const known = acts.find((each) => each.act === act);
    return known ? (i18n.language === 'es' ? known.es : known.en) : act;
  };
  return (
    <Stack direction="row" sx={{ gap: 1.5, mb: 2, flexWrap: 'wrap' }}>
      <TextField
        type="search"
        label={t('search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        sx={{ width: { xs: '100%', sm: 240 } }}
      />
      <Autocomplete
        options={acts.map(({ act }) => act)}
        getOptionLabel={nameOf}
        value={filters.act ?? null}
        onChange={(_, act) => change({ act: act ?? '' })}
        renderInput={(field) => <TextField {...field} label={t('act')} />}
        sx={{ width: { xs: '100%', sm: 280 } }}
      />
      <TextField
        select
        label={t('outcome.label')}
        value={filters.outcome ?? ''}
        onChange={(event) => change({ outcome: event.target.value })}
        sx={{ width: { xs: '100%', sm: 140 } }}
      >
        <MenuItem value="">{t('outcome.all')}</MenuItem>
        <MenuItem value="done">{t('outcome.done')}</MenuItem>
        <MenuItem value="refused">{t('outcome.refused')}</MenuItem>
      </TextField>
      {day('from')}
      {day('until')}
    </Stack>
  );
}
