import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import { Section } from '@/ui/Section';
import type { TariffDocument } from '@/features/parking/queries';
import { Bands } from '@/features/parking/tariffs/Bands';
import { Caps } from '@/features/parking/tariffs/Caps';
import { General } from '@/features/parking/tariffs/General';
import { Limits } from '@/features/parking/tariffs/Limits';
import { Rates } from '@/features/parking/tariffs/Rates';
import { TariffFormOf } from '@/features/parking/tariffs/fields';

export interface PartProps {
  document: TariffDocument;
  set: (change: Partial<TariffDocument>) => void;
}

interface TariffFormProps extends PartProps {
  problem: unknown;
  isNew: boolean;
}

export function TariffForm({ document, set, problem, isNew }: TariffFormProps) {
  const { t } = useTranslation('parking');
  return (
    <TariffFormOf value={{ problem, currency: document.currency }}>
      <Stack sx={{ gap: 2 }}>
        <Section title={t('form.general')}>
          <General document={document} set={set} isNew={isNew} />
        </Section>
        <Section title={t('form.rates')}>
          <Rates document={document} set={set} />
        </Section>
        <Section title={t('form.bands')}>
          <Bands document={document} set={set} />
        </Section>
        <Section title={t('form.caps')}>
          <Caps document={document} set={set} />
        </Section>
        <Section title={t('form.limits')}>
          <Limits document={document} set={set} />
        </Section>
      </Stack>
    </TariffFormOf>
  );
}
