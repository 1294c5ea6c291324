import TextField from '@mui/material/TextField';
import { tabular } from '@/ui/theme';
import { faultOf } from '@/ui/problem';

interface CodeFieldProps {
  label: string;
  help?: string;
  value: string;
  onChange: (code: string) => void;
  problem: unknown;
}

// The six digits of an authenticator app.
export function CodeField({ label, help, value, onChange, problem }: CodeFieldProps) {
  return (
    <TextField
      label={label}
      helperText={help}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, 6))}
      autoComplete="one-time-code"
      autoFocus
      slotProps={{
        htmlInput: { inputMode: 'numeric', style: { ...tabular, fontSize: '1.25rem', letterSpacing: '0.2em' } },
      }}
      {...faultOf(problem, '/code')}
    />
  );
}
