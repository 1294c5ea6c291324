import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Ticket } from '@/features/parking/queries';
import { RefundDialog } from '@/features/parking/tickets/TicketDialogs';
import { Money } from '@/ui/Money';
import { When } from '@/ui/When';

// What is left of a payment after what was given back of it, as the server lists them.
const leftOf = ({ payments }: Ticket, id: string, amount: number) =>
  payments.filter(({ refund_of }) => refund_of === id).reduce((left, refund) => left + refund.amount.amount, amount);

export function Payments({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('parking');
  const mayCollect = useMay('parking.collect');
  const [refunding, setRefunding] = useState<string | null>(null);
  const chosen = ticket.payments.find(({ id }) => id === refunding);
  if (ticket.payments.length === 0) return <Typography color="textSecondary">{t('payments.none')}</Typography>;
  return (
    <>
      <Table size="small" aria-label={t('payments.title')} sx={{ '& td': { px: 0.5 } }}>
        <TableBody>
          {ticket.payments.map((payment) => {
            const left = payment.refund_of ? 0 : leftOf(ticket, payment.id, payment.amount.amount);
            return (
              <TableRow key={payment.id}>
                <TableCell>
                  {payment.refund_of ? t('payments.refund') : t(`method.${payment.method}`)}
                  {payment.reference && ` · ${payment.reference}`}
                  {payment.reason && ` · ${payment.reason}`}
                  <Typography variant="caption" color="textSecondary" component="div">
                    <When at={payment.at} zone={ticket.zone.time_zone} form="short" /> · {payment.by.name}
                    {payment.ticket !== ticket.number && ` · ${payment.ticket}`}
                  </Typography>
                </TableCell>
                <TableCell align="right">
                  <Money money={payment.amount} />
                </TableCell>
                {mayCollect && (
                  <TableCell align="right" sx={{ width: 100 }}>
                    {left > 0 && (
                      <Button size="small" onClick={() => setRefunding(payment.id)}>
                        {t('refund.submit')}
                      </Button>
                    )}
                  </TableCell>
                )}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {chosen && (
        <RefundDialog
          ticket={ticket}
          payment={chosen}
          left={leftOf(ticket, chosen.id, chosen.amount.amount)}
          onClose={() => setRefunding(null)}
        />
      )}
    </>
  );
}
