import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/Facts';
import { Section } from '@/ui/Section';
import type { TariffDocument } from '@/features/parking/queries';
import { currentLanguage } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { useWeekdayNames, weekdaysText } from '@/ui/weekdays';

// A tariff for who may read it and not change it.
export function TariffShown({ document }: { document: TariffDocument }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const names = useWeekdayNames();
  const language = currentLanguage();
  const money = (amount: number) => format.money({ amount, currency: document.currency });
  const priceOf = (rate: TariffDocument['rates'][number]) =>
    rate.flat !== null && rate.flat !== undefined
      ? money(rate.flat)
      : (rate.steps ?? [])
          .map(
            (step) =>
              `${step.times ? `${step.times} × ` : ''}${format.duration(step.minutes ?? 60)}: ${money(step.price)}`,
          )
          .join(' · ');
  const nameOf = (id: string) => document.rates.find((rate) => rate.id === id)?.name[language] ?? id;
  return (
    <Stack sx={{ gap: 2 }}>
      <Section title={t('form.rates')}>
        <Facts facts={document.rates.map((rate) => [rate.name[language], priceOf(rate)])} />
      </Section>
      <Section title={t('form.bands')}>
        <Facts
          facts={document.bands.map((band, index) => [
            t('band.number', { number: index + 1 }),
            `${nameOf(band.rate)} · ${weekdaysText(band.weekdays ?? [], names, t('zones.every_day'))} ${band.from ?? '00:00'}–${band.to ?? '24:00'}`,
          ])}
        />
      </Section>
      {document.caps && document.caps.length > 0 && (
        <Section title={t('form.caps')}>
          <Facts
            facts={document.caps.map((cap) => [cap.name[language], `${money(cap.amount)} · ${t(`per.${cap.per}`)}`])}
          />
        </Section>
      )}
    </Stack>
  );
}
