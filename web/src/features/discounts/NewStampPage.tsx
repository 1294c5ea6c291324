import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newIdempotencyKey } from '@/api/client';
import { paths } from '@/app/paths';
import { StampForm } from '@/features/discounts/StampForm';
import { type StampSettings, addStamp } from '@/features/discounts/queries';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';

const EMPTY: StampSettings = { shop: '', benefit: { kind: 'minutes', minutes: 60 }, zones: [], keys: [], active: true };

export default function NewStampPage() {
  const { t } = useTranslation('discounts');
  const [key, setKey] = useState(newIdempotencyKey);
  const client = useQueryClient();
  const navigate = useNavigate();
  const save = async (settings: StampSettings) => {
    try {
      const stamp = await addStamp(settings, key);
      await client.invalidateQueries({ queryKey: ['discounts'] });
      void navigate(paths.stamp(stamp.id));
    } finally {
      setKey(newIdempotencyKey());
    }
  };
  return (
    <Page title={t('stamps.add')}>
      <Section title={t('stamp')}>
        <StampForm settings={EMPTY} onSave={save} />
      </Section>
    </Page>
  );
}
