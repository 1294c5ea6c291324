import FormControlLabel from '@mui/material/FormControlLabel';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { BenefitField } from '@/features/discounts/BenefitField';
import { EditForm } from '@/features/discounts/EditForm';
import { WhereWhen } from '@/features/discounts/WhereWhen';
import { type StampSettings, useZones } from '@/features/discounts/queries';
import { faultOf } from '@/ui/problem';

const FIELDS = [
  '/shop',
  '/benefit',
  '/zones',
  '/valid_from',
  '/valid_until',
  '/uses_max',
  '/uses_per_day_max',
  '/active',
];

interface StampFormProps {
  settings: StampSettings;
  onSave: (settings: StampSettings) => Promise<unknown>;
}

export function StampForm({ settings, onSave }: StampFormProps) {
  const { t } = useTranslation('discounts');
  const currency = useZones()[0]?.currency ?? 'ARS';
  return (
    <EditForm stored={settings} fields={FIELDS} isComplete={({ shop }) => Boolean(shop.trim())} onSave={onSave}>
      {(value, set, problem) => {
        const limit = (field: 'uses_max' | 'uses_per_day_max', label: string) => (
          <TextField
            type="number"
            label={label}
            value={value[field] ?? ''}
            onChange={({ target }) => set({ [field]: target.value === '' ? null : Number(target.value) })}
            slotProps={{ htmlInput: { min: 0 } }}
            {...faultOf(problem, `/${field}`)}
          />
        );
        return (
          <>
            <TextField
              label={t('shop')}
              required
              value={value.shop}
              onChange={({ target }) => set({ shop: target.value })}
              helperText={t('shop_help')}
              {...faultOf(problem, '/shop')}
            />
            <BenefitField
              benefit={value.benefit}
              currency={currency}
              onChange={(benefit) => set({ benefit })}
              problem={problem}
            />
            <WhereWhen value={value} set={set} problem={problem} />
            <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
              {limit('uses_max', t('uses_max'))}
              {limit('uses_per_day_max', t('uses_per_day_max'))}
            </Stack>
            <FormControlLabel
              control={
                <Switch checked={value.active ?? true} onChange={({ target }) => set({ active: target.checked })} />
              }
              label={t('active')}
            />
          </>
        );
      }}
    </EditForm>
  );
}
