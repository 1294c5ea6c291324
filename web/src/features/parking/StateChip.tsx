import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';

const COLOURS = {
  open: 'info',
  ask: 'warning',
  unpaid: 'error',
  partly_paid: 'warning',
  paid: 'success',
  disputed: 'warning',
} as const;

const colourOf = (state: string) => (state in COLOURS ? COLOURS[state as keyof typeof COLOURS] : 'default');

export function StateChip({ state }: { state: string }) {
  const { t } = useTranslation('parking');
  return (
    <Chip
      size="small"
      variant="outlined"
      color={colourOf(state)}
      label={t(`state.${state}`)}
      sx={{ fontWeight: 600 }}
    />
  );
}
