import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeStay, correctStay } from '@/features/parking/acts';
import { type Stay, useRefresh } from '@/features/parking/queries';
import { FormDialog } from '@/ui/FormDialog';
import { instantOf, localIn } from '@/ui/moments';
import { normalised } from '@/ui/plates';
import { faultOf } from '@/ui/problem';

interface DialogProps {
  stay: Stay;
  onClose: () => void;
}

function Reason({ value, onChange, problem }: { value: string; onChange: (reason: string) => void; problem: unknown }) {
  const { t } = useTranslation('parking');
  return (
    <TextField
      label={t('reason')}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      multiline
      maxRows={4}
      slotProps={{ htmlInput: { maxLength: 500 } }}
      {...faultOf(problem, '/reason')}
    />
  );
}

interface TimeFieldProps {
  label: string;
  value: string;
  onChange: (local: string) => void;
  problem: unknown;
  pointer: string;
}

function TimeField({ label, value, onChange, problem, pointer }: TimeFieldProps) {
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
      {...faultOf(problem, pointer)}
    />
  );
}

export function CloseDialog({ stay, onClose }: DialogProps) {
  const { t } = useTranslation('parking');
  const zone = stay.zone.time_zone;
  const [opened] = useState(() => localIn(stay.left_at ?? Date.now(), zone));
  const [left, setLeft] = useState(opened);
  const [reason, setReason] = useState('');
  const refresh = useRefresh();

  // Untouched, "now" is the moment that the server hears of it.
  const time = left === opened ? (stay.left_at ?? null) : instantOf(left, zone);
  const submit = async () => {
    await closeStay(stay, { left_at: time, reason });
    await refresh();
  };
  return (
    <FormDialog
      title={stay.left_at ? t('close.change') : t('close.title')}
      submit={stay.left_at ? t('close.change') : t('close.title')}
      disabled={left !== opened && time === null}
      fields={['/left_at', '/reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TimeField label={t('left')} value={left} onChange={setLeft} problem={problem} pointer="/left_at" />
          <Reason value={reason} onChange={setReason} problem={problem} />
        </>
      )}
    </FormDialog>
  );
}

export function CorrectDialog({ stay, onClose }: DialogProps) {
  const { t } = useTranslation('parking');
  const zone = stay.zone.time_zone;
  const entered = localIn(stay.entered_at, zone);
  const [plate, setPlate] = useState(stay.plate);
  const [time, setTime] = useState(entered);
  const [vehicle, setVehicle] = useState(stay.vehicle_class);
  const [reason, setReason] = useState('');
  const refresh = useRefresh();

  const change = {
    ...(normalised(plate) !== stay.plate && { plate: normalised(plate) }),
    ...(time !== entered && { entered_at: instantOf(time, zone) }),
    ...(vehicle.trim() !== stay.vehicle_class && { vehicle_class: vehicle.trim() }),
  };
  const submit = async () => {
    await correctStay(stay, { ...change, reason });
    await refresh();
  };
  return (
    <FormDialog
      title={t('correct.title')}
      submit={t('correct.submit')}
      disabled={Object.keys(change).length === 0 || !normalised(plate)}
      fields={['/plate', '/entered_at', '/vehicle_class', '/reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextField
            label={t('plate')}
            value={plate}
            onChange={({ target }) => setPlate(target.value.toUpperCase())}
            slotProps={{ htmlInput: { autoCapitalize: 'characters', spellCheck: false } }}
            {...faultOf(problem, '/plate')}
          />
          <TimeField label={t('entered')} value={time} onChange={setTime} problem={problem} pointer="/entered_at" />
          <TextField
            label={t('vehicle_class')}
            value={vehicle}
            onChange={({ target }) => setVehicle(target.value)}
            {...faultOf(problem, '/vehicle_class')}
          />
          <Reason value={reason} onChange={setReason} problem={problem} />
        </>
      )}
    </FormDialog>
  );
}
