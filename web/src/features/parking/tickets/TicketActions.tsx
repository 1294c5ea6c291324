import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { dispute, forgive, settleDispute, takeForgivenessBack } from '@/features/parking/acts';
import { type Ticket, useRefresh } from '@/features/parking/queries';
import { PayDialog, ReasonDialog } from '@/features/parking/tickets/TicketDialogs';
import { Confirm } from '@/ui/Confirm';
import { PdfMenu } from '@/ui/PdfMenu';

type Open = 'pay' | 'forgive' | 'unforgive' | 'dispute' | 'settle' | null;

export function TicketActions({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('parking');
  const mayCollect = useMay('parking.collect');
  const mayForgive = useMay('parking.forgive');
  const mayOperate = useMay('parking.operate');
  const [open, setOpen] = useState<Open>(null);
  const refresh = useRefresh();
  const { number, state } = ticket;
  const owes = state === 'unpaid' || state === 'partly_paid';
  const close = () => setOpen(null);
  const after = async (act: Promise<unknown>) => {
    await act;
    await refresh();
  };
  return (
    <>
      <PdfMenu path={`/v1/parking/tickets/${number}.pdf`} papers={['a6', '80mm']} />
      {mayOperate && owes && <Button onClick={() => setOpen('dispute')}>{t('dispute.title')}</Button>}
      {mayOperate && state === 'disputed' && <Button onClick={() => setOpen('settle')}>{t('dispute.settle')}</Button>}
      {mayForgive && (owes || state === 'disputed') && (
        <Button onClick={() => setOpen('forgive')}>{t('forgive.title')}</Button>
      )}
      {mayForgive && state === 'forgiven' && <Button onClick={() => setOpen('unforgive')}>{t('forgive.back')}</Button>}
      {mayCollect && (owes || state === 'disputed') && ticket.owed.amount > 0 && (
        <Button variant="contained" onClick={() => setOpen('pay')}>
          {t('pay.submit')}
        </Button>
      )}
      {open === 'pay' && <PayDialog ticket={ticket} onClose={close} />}
      {open === 'forgive' && (
        <ReasonDialog
          title={t('forgive.title')}
          onSubmit={(reason) => after(forgive(number, { reason }))}
          onClose={close}
        />
      )}
      {open === 'dispute' && (
        <ReasonDialog
          title={t('dispute.title')}
          onSubmit={(reason) => after(dispute(number, { reason }))}
          onClose={close}
        />
      )}
      <Confirm
        open={open === 'unforgive'}
        title={t('forgive.back')}
        confirm={t('forgive.back')}
        onConfirm={() => after(takeForgivenessBack(number))}
        onClose={close}
      >
        {t('forgive.back_text')}
      </Confirm>
      <Confirm
        open={open === 'settle'}
        title={t('dispute.settle')}
        confirm={t('dispute.settle')}
        onConfirm={() => after(settleDispute(number))}
        onClose={close}
      >
        {t('dispute.settle_text')}
      </Confirm>
    </>
  );
}
