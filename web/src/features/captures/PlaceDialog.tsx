import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NoPositionReason, type Spot, placeIn } from '@/features/captures/place';

interface PlaceDialogProps {
  reason?: NoPositionReason; // why the phone said none
  onPlace: (place: Spot) => void;
  onClear?: () => void;
  onClose: () => void;
}

export function PlaceDialog({ reason, onPlace, onClear, onClose }: PlaceDialogProps) {
  const { t } = useTranslation(['captures', 'ui']);
  const [text, setText] = useState('');
  const [fault, setFault] = useState(false);
  const label = useId();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const place = placeIn(text);
    setFault(!place);
    if (!place) return;
    onPlace(place);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={label} fullWidth maxWidth="sm">
      <form onSubmit={submit} noValidate>
        <DialogTitle id={label}>{t('place.title')}</DialogTitle>
        <DialogContent>
          {reason && (
            <Alert severity="warning" sx={{ mb: 2 }}>
              <AlertTitle>{t(`place.${reason}`)}</AlertTitle>
              {t(`place.${reason}_advice`)}
            </Alert>
          )}
          <TextField
            label={t('place.entry')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="-34.60370, -58.38160"
            error={fault}
            helperText={fault ? t('place.entry_fault') : t('place.entry_help')}
            autoFocus
            margin="dense"
          />
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
          {onClear && (
            <Button
              onClick={() => {
                onClear();
                onClose();
              }}
              sx={{ mr: 'auto' }}
            >
              {t('place.use_phone')}
            </Button>
          )}
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" variant="contained">
            {t('place.use')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
