import ClearIcon from '@mui/icons-material/Clear';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chosen } from '@/features/parking/filters';
import { useZones } from '@/features/parking/queries';

interface FilterBarProps {
  chosen: Chosen;
  onChoose: (change: Chosen) => void;
  states: readonly string[];
}

const TYPING_MS = 250;

function PlateFilter({ chosen, onChoose }: Pick<FilterBarProps, 'chosen' | 'onChoose'>) {
  const { t } = useTranslation('parking');
  const [text, setText] = useState(chosen.plate ?? '');
  const choose = useEffectEvent((plate: string) => {
    if (plate !== (chosen.plate ?? '')) onChoose({ plate });
  });
  useEffect(() => {
    const timer = setTimeout(() => choose(text.trim().toUpperCase()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextField
      label={t('filter.plate')}
      value={text}
      onChange={({ target }) => setText(target.value)}
      sx={{ width: { xs: '100%', sm: 170 } }}
      slotProps={{ htmlInput: { autoCapitalize: 'characters', spellCheck: false } }}
    />
  );
}

export function FilterBar({ chosen, onChoose, states }: FilterBarProps) {
  const { t } = useTranslation('parking');
  const { data: zones = [] } = useZones();
  const [cleared, setCleared] = useState(0);
  const half = { width: { xs: 'calc(50% - 6px)', sm: 150 } };
  const day = (name: 'from' | 'to', label: string) => (
    <TextField
      type="date"
      label={label}
      value={chosen[name] ?? ''}
      onChange={({ target }) => onChoose({ [name]: target.value })}
      sx={half}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  return (
    <Stack component="search" direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', mb: 2 }}>
      <PlateFilter key={cleared} chosen={chosen} onChoose={onChoose} />
      <TextField
        select
        label={t('filter.state')}
        value={chosen.state ?? ''}
        onChange={({ target }) => onChoose({ state: target.value })}
        sx={half}
      >
        <MenuItem value="">{t('filter.any')}</MenuItem>
        {states.map((state) => (
          <MenuItem key={state} value={state}>
            {t(`state.${state}`)}
          </MenuItem>
        ))}
      </TextField>
      {zones.length > 1 && (
        <TextField
          select
          label={t('zone')}
          value={chosen.zone ?? ''}
          onChange={({ target }) => onChoose({ zone: target.value })}
          sx={half}
        >
          <MenuItem value="">{t('filter.any')}</MenuItem>
          {zones.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {day('from', t('filter.from'))}
      {day('to', t('filter.to'))}
      {Object.keys(chosen).length > 0 && (
        <Button
          startIcon={<ClearIcon />}
          onClick={() => {
            onChoose({ plate: '', state: '', zone: '', from: '', to: '' });
            setCleared(cleared + 1);
          }}
        >
          {t('filter.clear')}
        </Button>
      )}
    </Stack>
  );
}
