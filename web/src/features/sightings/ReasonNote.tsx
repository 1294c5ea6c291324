// The reason that goes with each look, once there is one; a touch changes it.
import Chip from '@mui/material/Chip';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { askReason, keepReason, keptReason, watchReason } from '@/api/reason';

export function ReasonNote() {
  const { t } = useTranslation('sightings');
  const reason = useSyncExternalStore(watchReason, keptReason);
  if (!reason) return null;
  return (
    <Chip
      label={t('reason', { reason })}
      onClick={() => void askReason()}
      onDelete={() => keepReason('')}
      variant="outlined"
      sx={{ maxWidth: 320 }}
    />
  );
}
