import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '@/ui/problem';

interface ConfirmProps {
  open: boolean;
  title: string;
  children?: ReactNode;
  confirm: string; // what the button does: "Delete the zone"
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

// Asks before something that is not easily taken back; stays open, with the reason, when it fails.
export function Confirm({ open, title, children, confirm, danger = false, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation('ui');
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const label = useId();

  const close = () => {
    setProblem(null);
    onClose();
  };
  const act = async () => {
    setRunning(true);
    setProblem(null);
    try {
      await onConfirm();
      close();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog open={open} onClose={running ? undefined : close} aria-labelledby={label} maxWidth="xs" fullWidth>
      <DialogTitle id={label}>{title}</DialogTitle>
      <DialogContent>
        {children}
        <ProblemAlert problem={problem} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={close} disabled={running} autoFocus>
          {t('cancel')}
        </Button>
        <Button variant="contained" color={danger ? 'error' : 'primary'} onClick={() => void act()} loading={running}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
