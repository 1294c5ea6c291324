import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { reopenStay, undoMatch } from '@/features/parking/acts';
import { type Stay, useRefresh } from '@/features/parking/queries';
import { CloseDialog, CorrectDialog } from '@/features/parking/stays/StayDialogs';
import { Confirm } from '@/ui/Confirm';

type Open = 'close' | 'correct' | 'reopen' | 'undo' | null;

export function StayActions({ stay }: { stay: Stay }) {
  const { t } = useTranslation('parking');
  const mayOperate = useMay('parking.operate');
  const [open, setOpen] = useState<Open>(null);
  const refresh = useRefresh();
  if (!mayOperate || stay.state === 'gone') return null;
  if (stay.state === 'ask') {
    return (
      <Button variant="contained" component={Link} to={paths.doubts()}>
        {t('doubts.look')}
      </Button>
    );
  }
  const close = () => setOpen(null);
  const ended = stay.state !== 'open';
  return (
    <>
      {ended && stay.match?.by === 'misreading' && <Button onClick={() => setOpen('undo')}>{t('undo.title')}</Button>}
      <Button onClick={() => setOpen('correct')}>{t('correct.title')}</Button>
      {ended && <Button onClick={() => setOpen('reopen')}>{t('reopen.title')}</Button>}
      <Button variant={ended ? 'text' : 'contained'} onClick={() => setOpen('close')}>
        {ended ? t('close.change') : t('close.title')}
      </Button>
      {open === 'close' && <CloseDialog stay={stay} onClose={close} />}
      {open === 'correct' && <CorrectDialog stay={stay} onClose={close} />}
      <Confirm
        open={open === 'reopen'}
        title={t('reopen.title')}
        confirm={t('reopen.title')}
        onConfirm={async () => {
          await reopenStay(stay);
          await refresh();
        }}
        onClose={close}
      >
        {t('reopen.text')}
      </Confirm>
      <Confirm
        open={open === 'undo'}
        title={t('undo.title')}
        confirm={t('undo.title')}
        onConfirm={async () => {
          await undoMatch(stay);
          await refresh();
        }}
        onClose={close}
      >
        {t('undo.text', { read: stay.match?.read_as ?? '', plate: stay.plate })}
      </Confirm>
    </>
  );
}
