import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BenefitField } from '@/features/discounts/BenefitField';
import { EditForm } from '@/features/discounts/EditForm';
import { WhereWhen } from '@/features/discounts/WhereWhen';
import { type PermitSettings, useZones } from '@/features/discounts/queries';
import { HoursFields } from '@/ui/HoursFields';
import { normalised } from '@/ui/plates';
import { faultOf } from '@/ui/problem';

const KINDS = ['resident', 'subscriber', 'disabled', 'staff', 'fleet'] as const;
const FIELDS = [
  '/kind',
  '/reference',
  '/holder',
  '/plates',
  '/zones',
  '/hours',
  '/valid_from',
  '/valid_until',
  '/benefit',
  '/note',
];
const platesIn = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map(normalised)
    .filter(Boolean);

interface PartProps {
  value: PermitSettings;
  set: (change: Partial<PermitSettings>) => void;
  problem: unknown;
}

function Plates({ value, set, problem }: PartProps) {
  const { t } = useTranslation('discounts');
  const [text, setText] = useState(value.plates.join(', '));
  return (
    <TextField
      label={t('plates')}
      required
      multiline
      value={text}
      onChange={({ target }) => {
        setText(target.value.toUpperCase());
        set({ plates: platesIn(target.value) });
      }}
      helperText={t('plates_help')}
      slotProps={{ htmlInput: { autoCapitalize: 'characters', spellCheck: false } }}
      {...faultOf(problem, '/plates')}
    />
  );
}

function Hours({ value, set, problem }: PartProps) {
  const { t } = useTranslation('discounts');
  const hours = value.hours ?? [];
  return (
    <Stack sx={{ gap: 1, alignItems: 'flex-start' }}>
      {hours.map((each, index) => (
        <Stack key={index} direction="row" sx={{ gap: 1 }}>
          <HoursFields
            hours={each}
            onChange={(next) => set({ hours: hours.with(index, { ...each, ...next }) })}
            problem={problem}
            pointer={`/hours/${index}`}
          />
          <IconButton aria-label={t('remove_hours')} onClick={() => set({ hours: hours.toSpliced(index, 1) })}>
            <DeleteIcon />
          </IconButton>
        </Stack>
      ))}
      <Button
        startIcon={<AddIcon />}
        onClick={() => set({ hours: [...hours, { weekdays: [], from: '08:00', to: '20:00' }] })}
      >
        {t('add_hours')}
      </Button>
    </Stack>
  );
}

interface PermitFormProps {
  settings: PermitSettings;
  onSave: (settings: PermitSettings) => Promise<unknown>;
}

export function PermitForm({ settings, onSave }: PermitFormProps) {
  const { t } = useTranslation('discounts');
  const currency = useZones()[0]?.currency ?? 'ARS';
  return (
    <EditForm
      stored={settings}
      fields={FIELDS}
      isComplete={({ reference, holder, plates }) => Boolean(reference.trim() && holder.trim() && plates.length)}
      onSave={onSave}
    >
      {(value, set, problem) => (
        <>
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
            <TextField
              select
              label={t('kind_label')}
              value={value.kind}
              onChange={({ target }) => set({ kind: target.value as PermitSettings['kind'] })}
              {...faultOf(problem, '/kind')}
            >
              {KINDS.map((kind) => (
                <MenuItem key={kind} value={kind}>
                  {t(`kind.${kind}`)}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              label={t('reference')}
              required
              value={value.reference}
              onChange={({ target }) => set({ reference: target.value })}
              {...faultOf(problem, '/reference')}
            />
          </Stack>
          <TextField
            label={t('holder')}
            required
            value={value.holder}
            onChange={({ target }) => set({ holder: target.value })}
            helperText={t('holder_help')}
            {...faultOf(problem, '/holder')}
          />
          <Plates value={value} set={set} problem={problem} />
          <BenefitField
            benefit={value.benefit ?? { kind: 'free' }}
            currency={currency}
            onChange={(benefit) => set({ benefit })}
            problem={problem}
          />
          <WhereWhen value={value} set={set} problem={problem} />
          <Hours value={value} set={set} problem={problem} />
          <TextField
            label={t('note')}
            multiline
            maxRows={4}
            value={value.note ?? ''}
            onChange={({ target }) => set({ note: target.value })}
            {...faultOf(problem, '/note')}
          />
        </>
      )}
    </EditForm>
  );
}
