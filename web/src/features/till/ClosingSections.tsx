import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import { Difference } from '@/features/till/Difference';
import { TakingsTable } from '@/features/till/TakingsTable';
import type { Closing } from '@/features/till/queries';
import { Facts } from '@/ui/Facts';
import { Money } from '@/ui/Money';
import { Section } from '@/ui/Section';
import { When } from '@/ui/When';

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

export function ClosingSections({ closing }: { closing: Closing }) {
  const { t } = useTranslation('till');
  return (
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
      <Section title={t('closing.takings')}>
        <TakingsTable takings={closing.takings} />
      </Section>
    </Stack>
  );
}
