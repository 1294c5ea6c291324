import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import type { PartProps } from '@/features/parking/tariffs/TariffForm';
import { SelectBox, TextBox } from '@/features/parking/tariffs/fields';

const CALENDARS = ['ar', 'br', 'cl', 'co', 'es', 'es-md', 'uy'];
const listed = (text: string) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

export function General({ document, set, isNew }: PartProps & { isNew: boolean }) {
  const { t } = useTranslation('parking');
  const row = { direction: { xs: 'column', sm: 'row' }, sx: { gap: 1.5 } } as const;
  const classes = document.classes ?? [];
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Stack {...row}>
        <TextBox
          label={t('form.name_es')}
          at="/name/es"
          value={document.name.es}
          onChange={(es) => set({ name: { ...document.name, es } })}
        />
        <TextBox
          label={t('form.name_en')}
          at="/name/en"
          value={document.name.en}
          onChange={(en) => set({ name: { ...document.name, en } })}
        />
      </Stack>
      {isNew && (
        <Stack {...row}>
          <TextBox
            label={t('form.currency')}
            at="/currency"
            value={document.currency}
            onChange={(currency) => set({ currency: currency.toUpperCase() })}
            width={140}
          />
          <TextBox
            label={t('zone_form.time_zone')}
            at="/zone"
            value={document.zone}
            onChange={(zone) => set({ zone })}
          />
        </Stack>
      )}
      <Stack {...row}>
        <TextBox
          label={t('form.valid_from')}
          at="/valid_from"
          type="date"
          value={document.valid_from ?? ''}
          onChange={(day) => set({ valid_from: day || null })}
        />
        <SelectBox
          label={t('form.holidays')}
          at="/holidays"
          value={document.holidays ?? ''}
          onChange={(calendar) => set({ holidays: calendar || null })}
          options={CALENDARS}
          text={(id) => t(`calendar.${id}`)}
          none={t('form.no_holidays')}
        />
      </Stack>
      <Stack {...row}>
        <TextBox
          key={isNew ? 'new' : document.currency}
          label={t('form.classes')}
          at="/classes"
          value={classes.join(', ')}
          onChange={(text) => {
            const named = text.endsWith(',') ? [...listed(text), ''] : listed(text);
            const first = named[0];
            const kept =
              document.default_class && named.includes(document.default_class)
                ? document.default_class
                : (first ?? null);
            set({ classes: named, default_class: named.length ? kept : null });
          }}
        />
        {classes.length > 0 && (
          <SelectBox
            label={t('form.default_class')}
            at="/default_class"
            value={document.default_class ?? ''}
            onChange={(chosen) => set({ default_class: chosen || null })}
            options={classes.filter(Boolean)}
          />
        )}
      </Stack>
    </Stack>
  );
}
