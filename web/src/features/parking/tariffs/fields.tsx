// Fields of a tariff's form: each knows its place in the document, and shows what is wrong there.
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { createContext, use } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyField } from '@/ui/MoneyField';
import { faultOf } from '@/ui/problem';

export interface FormOf {
  problem: unknown;
  currency: string;
}

export const TariffFormOf = createContext<FormOf>({ problem: null, currency: 'ARS' });

interface FieldProps<T> {
  label: string;
  at: string; // its pointer: "/rates/0/id"
  value: T;
  onChange: (value: T) => void;
  width?: number;
}

// On a phone each has a line of its own.
const sized = (width?: number) => (width === undefined ? {} : { width: { xs: '100%', sm: width }, flexShrink: 0 });

export function TextBox({ label, at, value, onChange, width, type }: FieldProps<string> & { type?: 'date' }) {
  const { problem } = use(TariffFormOf);
  return (
    <TextField
      label={label}
      type={type}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      sx={sized(width)}
      slotProps={type && { inputLabel: { shrink: true } }}
      {...faultOf(problem, at)}
    />
  );
}

export function NumberBox({ label, at, value, onChange, width }: FieldProps<number | null | undefined>) {
  const { problem } = use(TariffFormOf);
  return (
    <TextField
      type="number"
      label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))}
      sx={sized(width)}
      slotProps={{ htmlInput: { min: 0 } }}
      {...faultOf(problem, at)}
    />
  );
}

export function MoneyBox({ label, at, value, onChange, width }: FieldProps<number | null | undefined>) {
  const { problem, currency } = use(TariffFormOf);
  return (
    <MoneyField
      label={label}
      currency={currency}
      amount={value}
      onAmount={onChange}
      sx={sized(width)}
      {...faultOf(problem, at)}
    />
  );
}

interface SelectBoxProps extends FieldProps<string> {
  options: readonly string[];
  text?: (option: string) => string;
  none?: string; // what "" is called; without it something must be chosen
}

export function SelectBox({
  label,
  at,
  value,
  onChange,
  width,
  options,
  text = (option) => option,
  none,
}: SelectBoxProps) {
  const { problem } = use(TariffFormOf);
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      sx={sized(width)}
      {...faultOf(problem, at)}
    >
      {none !== undefined && <MenuItem value="">{none}</MenuItem>}
      {options.map((option) => (
        <MenuItem key={option} value={option}>
          {text(option)}
        </MenuItem>
      ))}
    </TextField>
  );
}

// Several of those there are; none chosen means all.
export function SeveralBox({
  label,
  at,
  value,
  onChange,
  options,
  width,
}: FieldProps<string[]> & { options: string[] }) {
  const { problem } = use(TariffFormOf);
  const { t } = useTranslation('parking');
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value as unknown as string[])}
      sx={sized(width)}
      slotProps={{
        inputLabel: { shrink: true },
        select: {
          multiple: true,
          displayEmpty: true,
          renderValue: (chosen) => (chosen as string[]).join(', ') || t('form.all'),
        },
      }}
      {...faultOf(problem, at)}
    >
      {options.map((option) => (
        <MenuItem key={option} value={option}>
          {option}
        </MenuItem>
      ))}
    </TextField>
  );
}

export function CheckBox({ label, value, onChange }: Pick<FieldProps<boolean>, 'label' | 'value' | 'onChange'>) {
  return (
    <FormControlLabel
      control={<Checkbox checked={value} onChange={({ target }) => onChange(target.checked)} />}
      label={label}
    />
  );
}
