import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Difference } from '@/features/till/Difference';
import { TakingsTable } from '@/features/till/TakingsTable';
import { type Closing, closingQuery } from '@/features/till/queries';
import { Facts } from '@/ui/Facts';
import { Money } from '@/ui/Money';
import { Page } from '@/ui/Page';
import { PdfMenu } from '@/ui/PdfMenu';
import { Section } from '@/ui/Section';
import { When } from '@/ui/When';
import { ErrorState } from '@/ui/problem';

function Cash({ closing }: { closing: Closing }) {
  const { t } = useTranslation('till');
  return closing.cash.map(({ expected, declared, difference }) => (
    <Section key={expected.currency} title={t('closing.cash')}>
      <Facts
        facts={[
          [t('closing.expected'), <Money key="expected" money={expected} />],
          [t('closing.declared'), <Money key="declared" money={declared} />],
          [t('closing.difference'), <Difference key="difference" money={difference} />],
        ]}
      />
    </Section>
  ));
}

export default function ClosingPage() {
  const { t } = useTranslation('till');
  const { number = '' } = useParams();
  const { data: closing, error, refetch } = useQuery(closingQuery(number));
  if (!closing) {
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
    <Page
      title={t('closing_of', { number })}
      actions={<PdfMenu path={`/v1/till/closings/${number}.pdf`} papers={['a4', '80mm']} />}
    >
      <Stack sx={{ gap: 2, maxWidth: 900 }}>
        <Section title={t('closing.title')}>
          <Facts
            facts={[
              [t('closing.of'), closing.of.name || closing.of.key],
              [t('closing.by'), closing.by.key !== closing.of.key && closing.by.name],
              [t('closing.at'), <When key="at" at={closing.closed_at} zone={closing.time_zone} />],
              [t('close.note'), closing.note],
            ]}
          />
        </Section>
        <Cash closing={closing} />
        <Section title={t('takings.title')}>
          <TakingsTable takings={closing.takings} />
        </Section>
      </Stack>
    </Page>
  );
}
