import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import { useConnection } from '@/api/events';

const COLOURS = { live: 'success', connecting: 'default', broken: 'warning', off: 'default' } as const;

export function ConnectionChip() {
  const { t } = useTranslation('dashboard');
  const connection = useConnection();
  return (
    <Chip
      role="status"
      size="small"
      variant="outlined"
      color={COLOURS[connection]}
      label={t(`connection.${connection}`)}
      icon={<span aria-hidden>●</span>}
      sx={{ '& .MuiChip-icon': { ml: 1, fontSize: '0.7rem' } }}
    />
  );
}
