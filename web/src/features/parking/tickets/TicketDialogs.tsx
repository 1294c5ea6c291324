import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Schemas, newIdempotencyKey } from '@/api/client';
import { pay, refund } from '@/features/parking/acts';
import { type Ticket, useRefresh } from '@/features/parking/queries';
import { useFormat } from '@/i18n/format';
import { FormDialog } from '@/ui/FormDialog';
import { MoneyField } from '@/ui/MoneyField';
import { faultOf } from '@/ui/problem';

interface DialogProps {
  ticket: Ticket;
  onClose: () => void;
}

const METHODS = ['cash', 'card', 'transfer'] as const;
type Method = (typeof METHODS)[number];

export function PayDialog({ ticket, onClose }: DialogProps) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const [amount, setAmount] = useState<number | null>(ticket.owed.amount);
  const [method, setMethod] = useState<Method>('cash');
  const [reference, setReference] = useState('');
  const [key, setKey] = useState(newIdempotencyKey);
  const refresh = useRefresh();

  // Another request needs another key; the same one sent twice is one payment.
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setKey(newIdempotencyKey());
    };
  const submit = async () => {
    await pay(ticket.number, { amount: amount ?? 0, method, reference }, key);
    await refresh();
  };
  return (
    <FormDialog
      title={t('pay.title', { owed: format.money(ticket.owed) })}
      submit={t('pay.submit')}
      disabled={!amount || amount < 1}
      fields={['/amount', '/method', '/reference']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <ToggleButtonGroup
            exclusive
            fullWidth
            value={method}
            onChange={(_, next: Method | null) => next && changed(setMethod)(next)}
            aria-label={t('pay.method')}
            color="primary"
          >
            {METHODS.map((each) => (
              <ToggleButton key={each} value={each} sx={{ textTransform: 'none' }}>
                {t(`method.${each}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <MoneyField
            label={t('pay.amount')}
            currency={ticket.owed.currency}
            amount={amount}
            onAmount={changed(setAmount)}
            autoFocus
            {...faultOf(problem, '/amount')}
          />
          {method !== 'cash' && (
            <TextField
              label={t('pay.reference')}
              value={reference}
              onChange={({ target }) => changed(setReference)(target.value)}
              slotProps={{ htmlInput: { maxLength: 200 } }}
              {...faultOf(problem, '/reference')}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

interface RefundDialogProps extends DialogProps {
  payment: Schemas['Payment'];
  left: number; // minor units that can be given back
}

export function RefundDialog({ ticket, payment, left, onClose }: RefundDialogProps) {
  const { t } = useTranslation('parking');
  const [amount, setAmount] = useState<number | null>(left);
  const [reason, setReason] = useState('');
  const [key, setKey] = useState(newIdempotencyKey);
  const refresh = useRefresh();
  const submit = async () => {
    await refund(ticket.number, payment.id, { amount, reason: reason.trim() }, key);
    await refresh();
  };
  return (
    <FormDialog
      title={t('refund.title')}
      submit={t('refund.submit')}
      danger
      disabled={!amount || !reason.trim()}
      fields={['/amount', '/reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <MoneyField
            label={t('pay.amount')}
            currency={payment.amount.currency}
            amount={amount}
            onAmount={(next) => {
              setAmount(next);
              setKey(newIdempotencyKey());
            }}
            {...faultOf(problem, '/amount')}
          />
          <TextField
            label={t('reason')}
            required
            autoFocus
            value={reason}
            onChange={({ target }) => {
              setReason(target.value);
              setKey(newIdempotencyKey());
            }}
            slotProps={{ htmlInput: { maxLength: 500 } }}
            {...faultOf(problem, '/reason')}
          />
        </>
      )}
    </FormDialog>
  );
}

interface ReasonDialogProps {
  title: string;
  onSubmit: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

export function ReasonDialog({ title, onSubmit, onClose }: ReasonDialogProps) {
  const { t } = useTranslation('parking');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={title}
      submit={title}
      disabled={!reason.trim()}
      fields={['/reason']}
      onSubmit={() => onSubmit(reason.trim())}
      onClose={onClose}
    >
      {(problem) => (
        <TextField
          label={t('reason')}
          required
          autoFocus
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          {...faultOf(problem, '/reason')}
        />
      )}
    </FormDialog>
  );
}
