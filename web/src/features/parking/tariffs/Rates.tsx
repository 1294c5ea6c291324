import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useTranslation } from 'react-i18next';
import { ListOf } from '@/features/parking/tariffs/ListOf';
import type { PartProps } from '@/features/parking/tariffs/TariffForm';
import { type Rate, type Step, freeId, newRate } from '@/features/parking/tariffs/document';
import { CheckBox, MoneyBox, NumberBox, SelectBox, TextBox } from '@/features/parking/tariffs/fields';

const RESTART = ['band', 'day', 'stay'] as const;
const OWED = ['begun', 'completed'] as const;

interface RateProps {
  rate: Rate;
  set: (change: Partial<Rate>) => void;
  at: string;
}

function Steps({ rate, set, at }: RateProps) {
  const { t } = useTranslation('parking');
  return (
    <ListOf<Step>
      items={rate.steps ?? []}
      onChange={(steps) => set({ steps })}
      add={() => ({ minutes: 60, price: 0 })}
      addLabel={t('rate.add_step')}
      itemLabel={(_, index) => t('rate.step', { number: index + 1 })}
      minimum={1}
      ordered
    >
      {(step, change, index) => (
        <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
          <NumberBox
            label={t('rate.minutes')}
            at={`${at}/steps/${index}/minutes`}
            value={step.minutes}
            onChange={(minutes) => change({ minutes: minutes ?? 0 })}
            width={110}
          />
          <MoneyBox
            label={t('rate.price')}
            at={`${at}/steps/${index}/price`}
            value={step.price}
            onChange={(price) => change({ price: price ?? 0 })}
            width={160}
          />
          <NumberBox
            label={t('rate.times')}
            at={`${at}/steps/${index}/times`}
            value={step.times}
            onChange={(times) => change({ times })}
            width={120}
          />
          <NumberBox
            label={t('rate.per_minutes')}
            at={`${at}/steps/${index}/per_minutes`}
            value={step.per_minutes}
            onChange={(per_minutes) => change({ per_minutes })}
            width={160}
          />
        </Stack>
      )}
    </ListOf>
  );
}

function OneRate({ rate, set, at }: RateProps) {
  const { t } = useTranslation('parking');
  const isFlat = rate.flat !== null && rate.flat !== undefined;
  const row = { direction: { xs: 'column', sm: 'row' }, sx: { gap: 1.5 } } as const;
  return (
    <>
      <Stack {...row}>
        <TextBox label={t('form.id')} at={`${at}/id`} value={rate.id} onChange={(id) => set({ id })} />
        <TextBox
          label={t('form.name_es')}
          at={`${at}/name/es`}
          value={rate.name.es}
          onChange={(es) => set({ name: { ...rate.name, es } })}
        />
        <TextBox
          label={t('form.name_en')}
          at={`${at}/name/en`}
          value={rate.name.en}
          onChange={(en) => set({ name: { ...rate.name, en } })}
        />
      </Stack>
      <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={isFlat ? 'flat' : 'steps'}
          aria-label={t('rate.kind')}
          onChange={(_, kind: string | null) => {
            if (kind === 'flat') set({ flat: 0, steps: [], owed: 'begun' });
            if (kind === 'steps') set({ flat: null, steps: [{ minutes: 60, price: 0 }] });
          }}
        >
          <ToggleButton value="steps" sx={{ textTransform: 'none' }}>
            {t('rate.steps')}
          </ToggleButton>
          <ToggleButton value="flat" sx={{ textTransform: 'none' }}>
            {t('rate.flat')}
          </ToggleButton>
        </ToggleButtonGroup>
        <NumberBox
          label={t('rate.free_minutes')}
          at={`${at}/free_minutes`}
          value={rate.free_minutes ?? 0}
          onChange={(free) => set({ free_minutes: free ?? 0 })}
          width={150}
        />
        <SelectBox
          label={t('rate.restart')}
          at={`${at}/restart`}
          value={rate.restart ?? 'band'}
          onChange={(restart) => set({ restart: restart as Rate['restart'] })}
          options={RESTART}
          text={(each) => t(`restart.${each}`)}
          width={216}
        />
        {!isFlat && (
          <SelectBox
            label={t('rate.owed')}
            at={`${at}/owed`}
            value={rate.owed ?? 'begun'}
            onChange={(owed) => set({ owed: owed as Rate['owed'] })}
            options={OWED}
            text={(each) => t(`fraction.${each}`)}
            width={190}
          />
        )}
      </Stack>
      {isFlat ? (
        <MoneyBox
          label={t('rate.price')}
          at={`${at}/flat`}
          value={rate.flat}
          onChange={(flat) => set({ flat: flat ?? 0 })}
          width={190}
        />
      ) : (
        <Steps rate={rate} set={set} at={at} />
      )}
      {!isFlat && (
        <CheckBox
          label={t('rate.runs_past_end')}
          value={rate.runs_past_end ?? false}
          onChange={(runs) => set({ runs_past_end: runs })}
        />
      )}
    </>
  );
}

export function Rates({ document, set }: PartProps) {
  const { t } = useTranslation('parking');
  // A rate that is renamed keeps its bands and caps.
  const change = (rates: Rate[]) => {
    const at =
      rates.length === document.rates.length ? rates.findIndex(({ id }, i) => id !== document.rates[i]?.id) : -1;
    const [was, is] = [document.rates[at]?.id, rates[at]?.id];
    if (was === undefined || is === undefined) return set({ rates });
    const renamed = (id: string) => (id === was ? is : id);
    set({
      rates,
      bands: document.bands.map((band) => ({ ...band, rate: renamed(band.rate) })),
      caps: document.caps?.map((cap) => ({ ...cap, rates: cap.rates?.map(renamed) })),
    });
  };
  return (
    <ListOf
      items={document.rates}
      onChange={change}
      add={() =>
        newRate(
          freeId(
            'rate',
            document.rates.map(({ id }) => id),
          ),
        )
      }
      addLabel={t('rate.add')}
      itemLabel={({ id }) => id}
      minimum={1}
    >
      {(rate, setRate, index) => <OneRate rate={rate} set={setRate} at={`/rates/${index}`} />}
    </ListOf>
  );
}
