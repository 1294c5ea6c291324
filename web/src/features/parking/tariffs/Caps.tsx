import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ListOf } from '@/features/parking/tariffs/ListOf';
import type { PartProps } from '@/features/parking/tariffs/TariffForm';
import { type Cap, freeId } from '@/features/parking/tariffs/document';
import { MoneyBox, SelectBox, SeveralBox, TextBox } from '@/features/parking/tariffs/fields';

const PER = ['stay', 'calendar_day', 'rolling_24h', 'night'] as const;

export function Caps({ document, set }: PartProps) {
  const { t } = useTranslation('parking');
  const caps = document.caps ?? [];
  const classes = (document.classes ?? []).filter(Boolean);
  return (
    <>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {t('cap.help')}
      </Typography>
      <ListOf<Cap>
        items={caps}
        onChange={(next) => set({ caps: next })}
        add={() => ({
          id: freeId(
            'cap',
            caps.map(({ id }) => id),
          ),
          name: { es: '', en: '' },
          per: 'calendar_day',
          amount: 0,
        })}
        addLabel={t('cap.add')}
        itemLabel={({ id }) => id}
      >
        {(cap, change, index) => {
          const at = `/caps/${index}`;
          return (
            <>
              <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5 }}>
                <TextBox label={t('form.id')} at={`${at}/id`} value={cap.id} onChange={(id) => change({ id })} />
                <TextBox
                  label={t('form.name_es')}
                  at={`${at}/name/es`}
                  value={cap.name.es}
                  onChange={(es) => change({ name: { ...cap.name, es } })}
                />
                <TextBox
                  label={t('form.name_en')}
                  at={`${at}/name/en`}
                  value={cap.name.en}
                  onChange={(en) => change({ name: { ...cap.name, en } })}
                />
              </Stack>
              <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
                <SelectBox
                  label={t('cap.per')}
                  at={`${at}/per`}
                  value={cap.per}
                  onChange={(per) =>
                    change({
                      per: per as Cap['per'],
                      from: per === 'night' ? '20:00' : null,
                      to: per === 'night' ? '08:00' : null,
                    })
                  }
                  options={PER}
                  text={(each) => t(`per.${each}`)}
                  width={190}
                />
                <MoneyBox
                  label={t('cap.amount')}
                  at={`${at}/amount`}
                  value={cap.amount}
                  onChange={(amount) => change({ amount: amount ?? 0 })}
                  width={180}
                />
                {cap.per === 'night' && (
                  <TextBox
                    label={t('ui:hours.from')}
                    at={`${at}/from`}
                    value={cap.from ?? ''}
                    onChange={(from) => change({ from })}
                    width={100}
                  />
                )}
                {cap.per === 'night' && (
                  <TextBox
                    label={t('ui:hours.to')}
                    at={`${at}/to`}
                    value={cap.to ?? ''}
                    onChange={(to) => change({ to })}
                    width={100}
                  />
                )}
                {document.rates.length > 1 && (
                  <SeveralBox
                    label={t('form.rates')}
                    at={`${at}/rates`}
                    value={cap.rates ?? []}
                    onChange={(rates) => change({ rates })}
                    options={document.rates.map(({ id }) => id)}
                    width={190}
                  />
                )}
                {classes.length > 0 && (
                  <SeveralBox
                    label={t('form.classes')}
                    at={`${at}/classes`}
                    value={cap.classes ?? []}
                    onChange={(chosen) => change({ classes: chosen })}
                    options={classes}
                    width={190}
                  />
                )}
              </Stack>
            </>
          );
        }}
      </ListOf>
    </>
  );
}
