import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { Benefit } from '@/features/discounts/queries';
import { useFormat } from '@/i18n/format';
import { MoneyField } from '@/ui/MoneyField';
import { faultOf } from '@/ui/problem';

interface BenefitFieldProps {
  benefit: Benefit;
  currency: string; // of money that is taken off
  onChange: (benefit: Benefit) => void;
  problem: unknown;
}

const KINDS = ['free', 'share', 'amount', 'flat', 'minutes'] as const;

const EMPTY: Record<Benefit['kind'], (currency: string) => Benefit> = {
  free: () => ({ kind: 'free' }),
  share: () => ({ kind: 'share', percent: 50 }),
  amount: (currency) => ({ kind: 'amount', amount: { amount: 0, currency } }),
  flat: (currency) => ({ kind: 'flat', amount: { amount: 0, currency } }),
  minutes: () => ({ kind: 'minutes', minutes: 60 }),
};

// "50 % off", "the first hour free": in words.
export function useBenefitText(): (benefit: Benefit) => string {
  const { t } = useTranslation('discounts');
  const format = useFormat();
  return ({ kind, percent, amount, minutes }) =>
    t(`benefit.${kind}`, {
      percent: percent ?? 0,
      amount: amount ? format.money(amount) : '',
      time: format.duration(minutes ?? 0),
    });
}

export function BenefitField({ benefit, currency, onChange, problem }: BenefitFieldProps) {
  const { t } = useTranslation('discounts');
  const number = (field: 'percent' | 'minutes', label: string) => (
    <TextField
      type="number"
      label={label}
      value={benefit[field] ?? ''}
      onChange={({ target }) => onChange({ ...benefit, [field]: target.value === '' ? null : Number(target.value) })}
      slotProps={{ htmlInput: { min: 1 } }}
      {...faultOf(problem, `/benefit/${field}`)}
    />
  );
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
      <TextField
        select
        label={t('benefit_label')}
        value={benefit.kind}
        onChange={({ target }) => onChange(EMPTY[target.value as Benefit['kind']](currency))}
        {...faultOf(problem, '/benefit/kind')}
      >
        {KINDS.map((kind) => (
          <MenuItem key={kind} value={kind}>
            {t(`kind_of_benefit.${kind}`)}
          </MenuItem>
        ))}
      </TextField>
      {benefit.kind === 'share' && number('percent', t('percent'))}
      {benefit.kind === 'minutes' && number('minutes', t('minutes'))}
      {(benefit.kind === 'amount' || benefit.kind === 'flat') && (
        <MoneyField
          label={t('amount')}
          currency={benefit.amount?.currency ?? currency}
          amount={benefit.amount?.amount}
          onAmount={(amount) =>
            onChange({ ...benefit, amount: { amount: amount ?? 0, currency: benefit.amount?.currency ?? currency } })
          }
          {...faultOf(problem, '/benefit/amount')}
        />
      )}
    </Stack>
  );
}
