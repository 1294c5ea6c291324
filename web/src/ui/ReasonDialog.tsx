import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { REASON_AT_MOST, keptReason } from '@/api/reason';

export default function ReasonDialog({ onAnswer }: { onAnswer: (reason: string | null) => void }) {
  const { t } = useTranslation('ui');
  const [reason, setReason] = useState(keptReason());
  const label = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // a form around the page that asked stays as it is
    if (reason.trim()) onAnswer(reason);
  };
  return (
    <Dialog open onClose={() => onAnswer(null)} aria-labelledby={label} maxWidth="xs" fullWidth>
      <form onSubmit={submit}>
        <DialogTitle id={label}>{t('reason.title')}</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 2 }}>{t('reason.text')}</DialogContentText>
          <TextField
            label={t('reason.label')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: REASON_AT_MOST } }}
            placeholder={t('reason.example')}
            autoFocus
            required
          />
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={() => onAnswer(null)}>{t('cancel')}</Button>
          <Button type="submit" variant="contained" disabled={!reason.trim()}>
            {t('reason.submit')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
