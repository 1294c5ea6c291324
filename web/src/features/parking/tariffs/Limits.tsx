import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import type { TariffDocument } from '@/features/parking/queries';
import type { PartProps } from '@/features/parking/tariffs/TariffForm';
import { CheckBox, MoneyBox, NumberBox, SelectBox } from '@/features/parking/tariffs/fields';

type Grace = NonNullable<TariffDocument['grace']>;
type Rounding = NonNullable<TariffDocument['rounding']>;

const GRACE = ['free_up_to', 'subtracted'] as const;
const ROUNDING = ['down', 'up', 'half_up', 'half_even'] as const;
const PRICE_AT = ['band', 'entry'] as const;
const COUNTED_TO = ['minute', 'second'] as const;

function GraceFields({ document, set }: PartProps) {
  const { t } = useTranslation('parking');
  const { grace } = document;
  return (
    <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
      <CheckBox
        label={t('limits.grace')}
        value={Boolean(grace)}
        onChange={(on) => set({ grace: on ? { minutes: 10, kind: 'free_up_to' } : null })}
      />
      {grace && (
        <>
          <NumberBox
            label={t('rate.minutes')}
            at="/grace/minutes"
            value={grace.minutes}
            onChange={(minutes) => set({ grace: { ...grace, minutes: minutes ?? 0 } })}
            width={110}
          />
          <SelectBox
            label={t('limits.grace_kind')}
            at="/grace/kind"
            value={grace.kind}
            onChange={(kind) => set({ grace: { ...grace, kind: kind as Grace['kind'] } })}
            options={GRACE}
            text={(each) => t(`grace.${each}`)}
            width={260}
          />
        </>
      )}
    </Stack>
  );
}

function MaximumFields({ document, set }: PartProps) {
  const { t } = useTranslation('parking');
  const longest = document.maximum_stay;
  return (
    <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
      <CheckBox
        label={t('limits.maximum')}
        value={Boolean(longest)}
        onChange={(on) => set({ maximum_stay: on ? { minutes: 120, surcharge: 0 } : null })}
      />
      {longest && (
        <>
          <NumberBox
            label={t('rate.minutes')}
            at="/maximum_stay/minutes"
            value={longest.minutes}
            onChange={(minutes) => set({ maximum_stay: { ...longest, minutes: minutes ?? 0 } })}
            width={110}
          />
          <MoneyBox
            label={t('limits.surcharge')}
            at="/maximum_stay/surcharge"
            value={longest.surcharge}
            onChange={(surcharge) => set({ maximum_stay: { ...longest, surcharge: surcharge ?? 0 } })}
            width={170}
          />
          <NumberBox
            label={t('limits.every')}
            at="/maximum_stay/every_minutes"
            value={longest.every_minutes}
            onChange={(every) => set({ maximum_stay: { ...longest, every_minutes: every } })}
            width={170}
          />
        </>
      )}
    </Stack>
  );
}

export function Limits({ document, set }: PartProps) {
  const { t } = useTranslation('parking');
  const rounding: Rounding = document.rounding ?? { mode: 'half_up', unit: 1 };
  return (
    <Stack sx={{ gap: 1.5 }}>
      <GraceFields document={document} set={set} />
      <MaximumFields document={document} set={set} />
      <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
        <MoneyBox
          label={t('limits.minimum')}
          at="/minimum"
          value={document.minimum ?? 0}
          onChange={(minimum) => set({ minimum: minimum ?? 0 })}
          width={180}
        />
        <SelectBox
          label={t('limits.rounding')}
          at="/rounding/mode"
          value={rounding.mode ?? 'half_up'}
          onChange={(mode) => set({ rounding: { ...rounding, mode: mode as Rounding['mode'] } })}
          options={ROUNDING}
          text={(each) => t(`rounding.${each}`)}
          width={210}
        />
        <MoneyBox
          label={t('limits.unit')}
          at="/rounding/unit"
          value={rounding.unit ?? 1}
          onChange={(unit) => set({ rounding: { ...rounding, unit: unit ?? 1 } })}
          width={180}
        />
      </Stack>
      <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
        <SelectBox
          label={t('limits.price_at')}
          at="/price_at"
          value={document.price_at ?? 'band'}
          onChange={(at) => set({ price_at: at as TariffDocument['price_at'] })}
          options={PRICE_AT}
          text={(each) => t(`price_at.${each}`)}
          width={260}
        />
        <SelectBox
          label={t('limits.counted_to')}
          at="/counted_to"
          value={document.counted_to ?? 'minute'}
          onChange={(to) => set({ counted_to: to as TariffDocument['counted_to'] })}
          options={COUNTED_TO}
          text={(each) => t(`counted_to.${each}`)}
          width={180}
        />
      </Stack>
    </Stack>
  );
}
