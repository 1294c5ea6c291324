import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { ListOf } from '@/features/parking/tariffs/ListOf';
import type { PartProps } from '@/features/parking/tariffs/TariffForm';
import type { Band } from '@/features/parking/tariffs/document';
import { SelectBox, SeveralBox, TariffFormOf, TextBox } from '@/features/parking/tariffs/fields';
import { HoursFields } from '@/ui/HoursFields';

const ON_HOLIDAYS = ['same', 'only', 'never'] as const;

export function Bands({ document, set }: PartProps) {
  const { t } = useTranslation('parking');
  const { problem } = use(TariffFormOf);
  const rates = document.rates.map(({ id }) => id);
  const classes = (document.classes ?? []).filter(Boolean);
  return (
    <>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {t('band.help')}
      </Typography>
      <ListOf<Band>
        items={document.bands}
        onChange={(bands) => set({ bands })}
        add={() => ({ rate: rates[0] ?? '', from: '00:00', to: '24:00', weekdays: [] })}
        addLabel={t('band.add')}
        itemLabel={(_, index) => t('band.number', { number: index + 1 })}
        ordered
        minimum={1}
      >
        {(band, change, index) => (
          <>
            <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
              <SelectBox
                label={t('band.rate')}
                at={`/bands/${index}/rate`}
                value={band.rate}
                onChange={(rate) => change({ rate })}
                options={rates}
                width={170}
              />
              <HoursFields hours={band} onChange={change} problem={problem} pointer={`/bands/${index}`} />
            </Stack>
            <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
              <SelectBox
                label={t('form.holidays')}
                at={`/bands/${index}/holidays`}
                value={band.holidays ?? 'same'}
                onChange={(holidays) => change({ holidays: holidays as Band['holidays'] })}
                options={ON_HOLIDAYS}
                text={(each) => t(`on_holidays.${each}`)}
                width={240}
              />
              <TextBox
                label={t('band.date_from')}
                at={`/bands/${index}/date_from`}
                type="date"
                value={band.date_from ?? ''}
                onChange={(day) => change({ date_from: day || null })}
                width={160}
              />
              <TextBox
                label={t('band.date_to')}
                at={`/bands/${index}/date_to`}
                type="date"
                value={band.date_to ?? ''}
                onChange={(day) => change({ date_to: day || null })}
                width={160}
              />
              {classes.length > 0 && (
                <SeveralBox
                  label={t('form.classes')}
                  at={`/bands/${index}/classes`}
                  value={band.classes ?? []}
                  onChange={(chosen) => change({ classes: chosen })}
                  options={classes}
                  width={190}
                />
              )}
            </Stack>
          </>
        )}
      </ListOf>
    </>
  );
}
