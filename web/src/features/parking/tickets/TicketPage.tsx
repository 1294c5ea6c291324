import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { ChargeLines } from '@/features/parking/ChargeLines';
import { Facts } from '@/ui/Facts';
import { Section } from '@/ui/Section';
import { StateChip } from '@/features/parking/StateChip';
import { type Ticket, ticketQuery, useLive } from '@/features/parking/queries';
import { minutesOf } from '@/features/parking/stays/times';
import { Payments } from '@/features/parking/tickets/Payments';
import { TicketActions } from '@/features/parking/tickets/TicketActions';
import { useFormat } from '@/i18n/format';
import { Money } from '@/ui/Money';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ErrorState } from '@/ui/problem';

function Annulled({ annulled }: { annulled: NonNullable<Ticket['annulled']> }) {
  const { t } = useTranslation('parking');
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      {t('annulled.text', { reason: t(`why.${annulled.reason}`, { defaultValue: annulled.reason }) })}{' '}
      {annulled.replaced_by && (
        <Link component={RouterLink} to={paths.ticket(annulled.replaced_by)}>
          {t('annulled.replaced', { number: annulled.replaced_by })}
        </Link>
      )}
    </Alert>
  );
}

function TicketFacts({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const mayStamp = useMay('discounts.validate');
  const zone = ticket.zone.time_zone;
  const link = (to: string, text: string) => (
    <Link component={RouterLink} to={to}>
      {text}
    </Link>
  );
  return (
    <Facts
      facts={[
        [t('zone'), ticket.zone.name],
        [t('entered'), <When key="entered" at={ticket.entered_at} zone={zone} />],
        [t('left'), <When key="left" at={ticket.left_at} zone={zone} />],
        [t('time'), format.duration(minutesOf(ticket))],
        [t('vehicle_class'), ticket.vehicle_class],
        [t('issued'), <When key="issued" at={ticket.issued_at} zone={zone} />],
        [t('stay'), link(paths.stay(ticket.stay), t('stay_show'))],
        [
          t('stamp.label'),
          mayStamp &&
            !ticket.annulled &&
            link(`${paths.giveStamp()}?${new URLSearchParams({ stay: ticket.number }).toString()}`, t('stamp.give')),
        ],
        [
          t('public_page'),
          <Link key="page" href={ticket.page} target="_blank" rel="noopener">
            {t('public_page_open')}
          </Link>,
        ],
      ]}
    />
  );
}

export default function TicketPage() {
  const { t } = useTranslation('parking');
  const { number = '' } = useParams();
  const { data: ticket, error, refetch } = useQuery(ticketQuery(number));
  useLive();
  if (!ticket) {
    return (
      <Page title={number}>
        {error ? (
          <ErrorState problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={260} />
        )}
      </Page>
    );
  }
  return (
    <Page title={t('ticket_of', { number })} actions={<TicketActions ticket={ticket} />}>
      <Stack direction="row" sx={{ gap: 1.5, mb: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Plate plate={ticket.plate} size="large" />
        <StateChip state={ticket.state} />
        <Box sx={{ fontSize: '1.25rem', fontWeight: 700 }}>
          {t('owed')} <Money money={ticket.owed} />
        </Box>
      </Stack>
      {ticket.annulled && <Annulled annulled={ticket.annulled} />}
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
          gap: 2,
          alignItems: 'start',
        }}
      >
        <Section title={t('ticket')}>
          <TicketFacts ticket={ticket} />
        </Section>
        <Stack sx={{ gap: 2 }}>
          <Section title={t('charge.title')}>
            <ChargeLines charge={ticket.charge} zone={ticket.zone.time_zone} />
          </Section>
          <Section title={t('payments.title')}>
            <Payments ticket={ticket} />
          </Section>
        </Stack>
      </Box>
    </Page>
  );
}
