// Setting a plate right: one touch on what the reader thought of, too, or typing it; after three characters the cars that are inside are offered.
import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { type Reading, insideQuery } from '@/features/captures/queries';
import { useFormat } from '@/i18n/format';
import { looksLikePlate, normalised, spaced } from '@/ui/plates';

const OFFERED = 5;

interface PlateEntryProps {
  offered: { plate: string; confidence: number }[];
  typing: boolean; // the field is there from the start; else behind «another»
  label: string;
  submit: string;
  pending: boolean;
  autoFocus?: boolean;
  onPlate: (plate: string) => void;
}

export const offeredBy = (reading: Reading | undefined, withFirst: boolean) =>
  reading ? [...(withFirst ? [reading] : []), ...reading.alternatives].slice(0, OFFERED) : [];

export function PlateEntry({ offered, typing, label, submit, pending, autoFocus, onPlate }: PlateEntryProps) {
  const { t } = useTranslation('captures');
  const format = useFormat();
  const heading = useId();
  const [text, setText] = useState('');
  const [fault, setFault] = useState(false);
  const [asked, setAsked] = useState(false);
  const mayLook = useMay('parking.read');
  const typed = normalised(text);
  const { data: inside = [] } = useQuery({ ...insideQuery(typed), enabled: mayLook && typed.length >= 3 });

  const take = (plate: string) => {
    setFault(!looksLikePlate(plate));
    if (looksLikePlate(plate)) onPlate(plate);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    take(typed);
  };
  return (
    <Stack sx={{ gap: 1.5 }}>
      {(offered.length > 0 || !typing) && (
        <Stack direction="row" role="group" aria-labelledby={heading} sx={{ flexWrap: 'wrap', gap: 1 }}>
          <Typography id={heading} variant="body2" color="textSecondary" sx={{ width: '100%' }}>
            {t('correct.alternatives')}
          </Typography>
          {offered.map(({ plate, confidence }) => {
            const label = `${spaced(plate)} · ${format.percent(confidence)}`;
            return (
              <Chip
                key={plate}
                variant="outlined"
                disabled={pending}
                aria-label={t('correct.to', { plate: label })}
                label={label}
                onClick={() => onPlate(plate)}
                sx={{ fontWeight: 600, height: 36 }}
              />
            );
          })}
          {!typing && !asked && (
            <Chip variant="outlined" label={t('correct.other')} onClick={() => setAsked(true)} sx={{ height: 36 }} />
          )}
        </Stack>
      )}
      {(typing || asked) && (
        <Stack
          component="form"
          direction="row"
          onSubmit={onSubmit}
          noValidate
          sx={{ gap: 1, alignItems: 'flex-start' }}
        >
          <Autocomplete
            freeSolo
            fullWidth
            options={inside.filter((plate) => plate !== typed)}
            filterOptions={(options) => options}
            inputValue={text}
            onInputChange={(_, value) => setText(value)}
            onChange={(_, value, reason) => reason === 'selectOption' && value && take(value)}
            renderInput={(props) => (
              <TextField
                {...props}
                label={label}
                placeholder="AB 123 CD"
                error={fault}
                helperText={fault ? t('plate_fault') : mayLook ? t('manual.help') : undefined}
                autoFocus={autoFocus || asked}
                slotProps={{
                  ...props.slotProps,
                  htmlInput: {
                    ...props.slotProps.htmlInput,
                    autoCapitalize: 'characters',
                    enterKeyHint: 'done',
                    maxLength: 16,
                    style: { textTransform: 'uppercase' },
                  },
                }}
              />
            )}
          />
          <Button type="submit" variant="contained" loading={pending} sx={{ minHeight: 40, flexShrink: 0 }}>
            {submit}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}
