import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import FormLabel from '@mui/material/FormLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENT_ROOMS, type Webhook, useAddWebhook, useChangeWebhook } from '@/features/webhooks/queries';
import { FormDialog } from '@/ui/FormDialog';
import { faultOf } from '@/ui/problem';

interface WebhookFormProps {
  webhook: Webhook | null; // null: a new one
  onAdded?: (webhook: Webhook) => void;
  onClose: () => void;
}

const FIELDS = ['/url', '/description', '/plate'];

export function WebhookForm({ webhook, onAdded, onClose }: WebhookFormProps) {
  const { t } = useTranslation(['webhooks', 'ui']);
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [types, setTypes] = useState(webhook?.types ?? []);
  const [plate, setPlate] = useState(webhook?.plate ?? '');
  const [active, setActive] = useState(webhook?.active ?? true);
  const add = useAddWebhook();
  const change = useChangeWebhook(webhook ?? { id: '', version: 0 });

  const save = async () => {
    const settings = { url, description, types, plate, active };
    if (webhook) await change.mutateAsync(settings);
    else onAdded?.(await add.mutateAsync({ ...settings, zone: '' }));
  };
  const toggle = (room: string) =>
    setTypes(types.includes(room) ? types.filter((each) => each !== room) : [...types, room]);
  const choices = [...new Set<string>([...EVENT_ROOMS, ...types])];
  return (
    <FormDialog
      title={webhook ? t('edit') : t('add')}
      submit={t('ui:save')}
      fields={FIELDS}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextField
            label={t('address')}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            placeholder="https://…"
            autoFocus
            slotProps={{ htmlInput: { inputMode: 'url', autoComplete: 'off' } }}
            {...faultOf(problem, '/url')}
          />
          <TextField
            label={t('description')}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            {...faultOf(problem, '/description')}
          />
          <FormControl component="fieldset">
            <FormLabel component="legend">{t('types_legend')}</FormLabel>
            <FormGroup row>
              {choices.map((room) => (
                <FormControlLabel
                  key={room}
                  control={<Checkbox checked={types.includes(room)} onChange={() => toggle(room)} />}
                  label={EVENT_ROOMS.some((each) => each === room) ? t(`room.${room}`) : room}
                />
              ))}
            </FormGroup>
          </FormControl>
          <TextField
            label={t('plate')}
            value={plate}
            onChange={(event) => setPlate(event.target.value)}
            helperText={t('plate_help')}
            {...faultOf(problem, '/plate')}
          />
          <FormControlLabel
            control={<Switch checked={active} onChange={(event) => setActive(event.target.checked)} />}
            label={t('active')}
          />
        </>
      )}
    </FormDialog>
  );
}
