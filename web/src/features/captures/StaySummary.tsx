// What the photo's stay owes so far.
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '@/api/client';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { stayQuery } from '@/features/captures/queries';
import { Money } from '@/ui/Money';
import { When } from '@/ui/When';

const COLORS: Record<string, 'success' | 'warning' | 'default' | 'info'> = {
  open: 'info',
  ask: 'warning',
  unpaid: 'warning',
  partly_paid: 'warning',
  paid: 'success',
};

const OWING = ['unpaid', 'partly_paid'];

function Onward({ stay: { id, ticket, state } }: { stay: Schemas['Stay'] }) {
  const { t } = useTranslation('captures');
  const mayPay = useMay('parking.collect') && OWING.includes(state);
  return (
    <Button
      component={Link}
      to={ticket ? paths.ticket(ticket) : paths.stay(id)}
      variant={mayPay ? 'contained' : 'outlined'}
    >
      {t(!ticket ? 'onward.stay' : mayPay ? 'onward.pay' : 'onward.ticket')}
    </Button>
  );
}

export function StaySummary({ stay: seen }: { stay: Schemas['StayView'] }) {
  const { t } = useTranslation('captures');
  const mayRead = useMay('parking.read');
  const { data: stay } = useQuery({ ...stayQuery(seen.id), enabled: mayRead });
  const state = stay?.state ?? seen.state;
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
      <Box sx={{ flex: 1, minWidth: 150 }}>
        <Typography variant="body2" color="textSecondary">
          {state === 'open' ? t('owed.open') : t('owed.closed')}
        </Typography>
        <Typography component="p" sx={{ fontSize: '1.6rem', fontWeight: 700, lineHeight: 1.2 }}>
          <Money money={stay?.owed ?? seen.owed} />
        </Typography>
        {stay && (
          <Typography variant="body2" color="textSecondary">
            {stay.zone.name} · <When at={stay.entered_at} zone={stay.zone.time_zone} form="short" />
          </Typography>
        )}
      </Box>
      <Chip label={t(`state.${state}`)} color={COLORS[state] ?? 'default'} variant="outlined" />
      {stay && <Onward stay={stay} />}
    </Stack>
  );
}
