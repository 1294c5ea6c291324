import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, useSaveEntry } from '@/features/watch/queries';
import { FormDialog } from '@/ui/FormDialog';
import { faultOf } from '@/ui/problem';

interface EntryFormProps {
  list: string;
  entry: Entry | null; // null: a new one
  onClose: () => void;
}

const inputMoment = (at: string | null | undefined) => (at ? new Date(at).toISOString().slice(0, 10) : '');

export function EntryForm({ list, entry, onClose }: EntryFormProps) {
  const { t } = useTranslation(['watch', 'ui']);
  const [plate, setPlate] = useState(entry?.plate ?? '');
  const [why, setWhy] = useState(entry?.why ?? '');
  const [who, setWho] = useState(entry?.who ?? '');
  const [reference, setReference] = useState(entry?.reference ?? '');
  const [until, setUntil] = useState(inputMoment(entry?.until));
  const save = useSaveEntry(list, entry);
  const text = (
    label: string,
    value: string,
    change: (text: string) => void,
    problem: unknown,
    pointer: string,
    autoFocus = false,
  ) => (
    <TextField
      label={label}
      value={value}
      onChange={(event) => change(event.target.value)}
      autoFocus={autoFocus}
      {...faultOf(problem, pointer)}
    />
  );
  return (
    <FormDialog
      title={entry ? entry.plate : t('add_plate')}
      submit={t('ui:save')}
      fields={['/plate', '/why', '/who', '/reference', '/until']}
      onSubmit={() =>
        save.mutateAsync({
          plate,
          why,
          who,
          reference,
          region: entry?.region ?? '',
          until: until ? new Date(`${until}T23:59:59`).toISOString() : null,
        })
      }
      onClose={onClose}
    >
      {(problem) => (
        <>
          {text(t('plate'), plate, setPlate, problem, '/plate', true)}
          {text(t('why'), why, setWhy, problem, '/why')}
          {text(t('who'), who, setWho, problem, '/who')}
          {text(t('reference'), reference, setReference, problem, '/reference')}
          <TextField
            type="date"
            label={t('until')}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
            slotProps={{ inputLabel: { shrink: true } }}
            {...faultOf(problem, '/until')}
          />
        </>
      )}
    </FormDialog>
  );
}
