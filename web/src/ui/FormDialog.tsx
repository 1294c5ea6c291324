import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import useMediaQuery from '@mui/material/useMediaQuery';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/problem';
import { theme } from '@/ui/theme';

interface FormDialogProps {
  title: string;
  submit: string;
  danger?: boolean;
  disabled?: boolean; // what is typed cannot be sent
  fields: string[]; // pointers whose faults the form shows itself
  children: (problem: unknown) => ReactNode;
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
}

// A form in a dialog, the whole screen on a phone; stays open, with the reason, when it is refused.
export function FormDialog(props: FormDialogProps) {
  const { title, submit, danger = false, disabled = false, fields, children, onSubmit, onClose } = props;
  const { t } = useTranslation('ui');
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const label = useId();

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setRunning(true);
    setProblem(null);
    try {
      await onSubmit();
      onClose();
    } catch (refusal) {
      setProblem(refusal);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog
      open
      onClose={running ? undefined : onClose}
      aria-labelledby={label}
      maxWidth="sm"
      fullWidth
      fullScreen={narrow}
    >
      <Stack component="form" noValidate onSubmit={(event) => void send(event)} sx={{ minHeight: 0, flex: 1 }}>
        <DialogTitle id={label}>{title}</DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2, pt: 1 }}>
            {children(problem)}
            <ProblemAlert problem={problem} fields={fields} />
          </Stack>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose} disabled={running}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={danger ? 'error' : 'primary'}
            disabled={disabled}
            loading={running}
          >
            {submit}
          </Button>
        </DialogActions>
      </Stack>
    </Dialog>
  );
}
