import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { ChargeLines } from '@/features/parking/ChargeLines';
import { Facts } from '@/ui/Facts';
import { Section } from '@/ui/Section';
import { StateChip } from '@/features/parking/StateChip';
import { type Stay, chargeQuery, stayQuery, tariffsQuery, useLive } from '@/features/parking/queries';
import { SightingPicture } from '@/features/parking/stays/SightingPicture';
import { StayActions } from '@/features/parking/stays/StayActions';
import { StayHistory } from '@/features/parking/stays/StayHistory';
import { UnclearPermit } from '@/features/parking/stays/UnclearPermit';
import { minutesOf } from '@/features/parking/stays/times';
import { currentLanguage } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { Money } from '@/ui/Money';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ErrorState } from '@/ui/problem';

function StayFacts({ stay }: { stay: Stay }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const { data: tariffs } = useQuery(tariffsQuery);
  const tariff = tariffs?.find(({ id }) => id === stay.tariff)?.document.name[currentLanguage()];
  const zone = stay.zone.time_zone;
  return (
    <Facts
      facts={[
        [t('zone'), stay.zone.name],
        [t('entered'), <When key="entered" at={stay.entered_at} zone={zone} />],
        [t('left'), stay.left_at && <When at={stay.left_at} zone={zone} />],
        [t('time'), format.duration(minutesOf(stay))],
        [t('vehicle_class'), stay.vehicle_class],
        [
          t('match.label'),
          stay.match && stay.match.by !== 'plate' && t(`match.${stay.match.by}`, { plate: stay.match.read_as }),
        ],
        [t('match.why'), stay.match?.reason?.[currentLanguage()]],
        [t('tariff'), [tariff, t('tariffs.version', { version: stay.tariff_version })].filter(Boolean).join(', ')],
        [t('owed'), <Money key="owed" money={stay.owed} />],
        [t('paid'), stay.paid.amount !== 0 && <Money money={stay.paid} />],
        [
          t('ticket'),
          stay.ticket && (
            <Link component={RouterLink} to={paths.ticket(stay.ticket)}>
              {stay.ticket}
            </Link>
          ),
        ],
      ]}
    />
  );
}

function Pictures({ stay }: { stay: Stay }) {
  const { t } = useTranslation('parking');
  const maySee = useMay('captures.read');
  if (!maySee) return null;
  return (
    <Section title={t('picture.title')}>
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 2 }}>
        <Box>
          <SightingPicture sighting={stay.entry_sighting} alt={t('picture.entry', { plate: stay.plate })} />
          <Typography variant="caption">{t('picture.at_entry')}</Typography>
        </Box>
        {stay.left_at && (
          <Box>
            <SightingPicture
              sighting={stay.exit_sighting}
              alt={t('picture.exit', { plate: stay.match?.read_as ?? stay.plate })}
            />
            <Typography variant="caption">{t('picture.at_exit')}</Typography>
          </Box>
        )}
      </Box>
    </Section>
  );
}

function ChargeSection({ stay }: { stay: Stay }) {
  const { t } = useTranslation('parking');
  const { data, error, refetch } = useQuery(chargeQuery(stay.id));
  return (
    <Section title={stay.left_at ? t('charge.title') : t('charge.so_far')}>
      {error && !data && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton variant="rounded" height={90} />}
      {data && <ChargeLines charge={data} zone={stay.zone.time_zone} />}
    </Section>
  );
}

export default function StayPage() {
  const { t } = useTranslation('parking');
  const { stay: id = '' } = useParams();
  const { data: stay, error, refetch } = useQuery(stayQuery(id));
  useLive();
  if (error && !stay) {
    return (
      <Page title={t('stay')}>
        <ErrorState problem={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!stay) {
    return (
      <Page title={t('stay')}>
        <Skeleton variant="rounded" height={260} />
      </Page>
    );
  }
  return (
    <Page title={t('stay_of', { plate: stay.plate })} actions={<StayActions stay={stay} />}>
      <Stack direction="row" sx={{ gap: 1.5, mb: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Plate plate={stay.plate} size="large" />
        <StateChip state={stay.state} />
        {stay.flags.map((flag) => (
          <Chip key={flag} size="small" color="warning" label={t(`flag.${flag}`, { defaultValue: flag })} />
        ))}
      </Stack>
      <UnclearPermit stay={stay} />
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
          gap: 2,
          alignItems: 'start',
        }}
      >
        <Stack sx={{ gap: 2 }}>
          <Section title={t('stay')}>
            <StayFacts stay={stay} />
          </Section>
          <Pictures stay={stay} />
        </Stack>
        <Stack sx={{ gap: 2 }}>
          {stay.state !== 'ask' && stay.state !== 'gone' && <ChargeSection stay={stay} />}
          <Section title={t('history')}>
            <StayHistory stay={stay.id} zone={stay.zone.time_zone} />
          </Section>
        </Stack>
      </Box>
    </Page>
  );
}
