import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '@/api/session';
import { useBenefitText } from '@/features/discounts/BenefitField';
import { Codes } from '@/features/discounts/Codes';
import { StampForm } from '@/features/discounts/StampForm';
import { type Stamp, type StampSettings, changeStamp, stampQuery, stampSettings } from '@/features/discounts/queries';
import { Facts } from '@/ui/Facts';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';
import { ErrorState } from '@/ui/problem';

function EditStamp({ stamp }: { stamp: Stamp }) {
  const [opened, setOpened] = useState(stamp);
  const client = useQueryClient();
  const save = async (settings: StampSettings) => {
    setOpened(await changeStamp(opened, settings));
    await client.invalidateQueries({ queryKey: ['discounts'] });
  };
  return <StampForm settings={stampSettings(stamp)} onSave={save} />;
}

export default function StampPage() {
  const { t } = useTranslation('discounts');
  const { stamp: id = '' } = useParams();
  const { data: stamp, error, refetch } = useQuery(stampQuery(id));
  const mayConfigure = useMay('discounts.configure');
  const benefitText = useBenefitText();
  if (!stamp) {
    return (
      <Page title={t('stamp')}>
        {error ? (
          <ErrorState problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={260} />
        )}
      </Page>
    );
  }
  return (
    <Page title={t('stamp_of', { shop: stamp.shop })}>
      <Stack sx={{ gap: 2 }}>
        <Section title={t('stamp')}>
          {mayConfigure ? (
            <EditStamp key={id} stamp={stamp} />
          ) : (
            <Facts
              facts={[
                [t('shop'), stamp.shop],
                [t('benefit_label'), benefitText(stamp.benefit)],
                [t('uses'), stamp.uses],
                [t('valid_until'), stamp.valid_until],
              ]}
            />
          )}
        </Section>
        {mayConfigure && <Codes stamp={id} />}
      </Stack>
    </Page>
  );
}
