import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newIdempotencyKey } from '@/api/client';
import { paths } from '@/app/paths';
import { PermitForm } from '@/features/discounts/PermitForm';
import { type PermitSettings, addPermit } from '@/features/discounts/queries';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';

const EMPTY: PermitSettings = {
  kind: 'resident',
  reference: '',
  holder: '',
  plates: [],
  zones: [],
  hours: [],
  benefit: { kind: 'free' },
};

export default function NewPermitPage() {
  const { t } = useTranslation('discounts');
  const [key, setKey] = useState(newIdempotencyKey);
  const client = useQueryClient();
  const navigate = useNavigate();
  const save = async (settings: PermitSettings) => {
    try {
      const permit = await addPermit(settings, key);
      await client.invalidateQueries({ queryKey: ['discounts'] });
      void navigate(paths.permit(permit.id));
    } finally {
      setKey(newIdempotencyKey());
    }
  };
  return (
    <Page title={t('permits.add')}>
      <Section title={t('permit')}>
        <PermitForm settings={EMPTY} onSave={save} />
      </Section>
    </Page>
  );
}
