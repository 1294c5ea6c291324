import InputAdornment from '@mui/material/InputAdornment';
import TextField, { type TextFieldProps } from '@mui/material/TextField';
import { useState } from 'react';
import { useFormat } from '@/i18n/format';
import { amountIn, amountText } from '@/ui/amounts';

type MoneyFieldProps = Omit<TextFieldProps, 'value' | 'onChange' | 'type'> & {
  currency: string;
  amount: number | null | undefined; // minor units
  onAmount: (amount: number | null) => void; // null: empty, or no amount
};

export function MoneyField({ currency, amount, onAmount, onBlur, ...field }: MoneyFieldProps) {
  const { locale } = useFormat();
  const [text, setText] = useState(amountText(amount, currency, locale));
  const shown = amountIn(text, currency) === (amount ?? null) ? text : amountText(amount, currency, locale);
  return (
    <TextField
      {...field}
      value={shown}
      onChange={({ target }) => {
        setText(target.value);
        onAmount(amountIn(target.value, currency));
      }}
      onBlur={(event) => {
        setText(amountText(amount, currency, locale));
        onBlur?.(event);
      }}
      slotProps={{
        ...field.slotProps,
        input: {
          startAdornment: <InputAdornment position="start">{currency}</InputAdornment>,
          sx: { fontVariantNumeric: 'tabular-nums' },
        },
        htmlInput: { inputMode: 'decimal', autoComplete: 'off' },
      }}
    />
  );
}
