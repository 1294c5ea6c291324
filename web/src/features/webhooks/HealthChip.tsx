import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '@/features/webhooks/queries';

export function HealthChip({ webhook: { active, health } }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  if (!active) return <Chip size="small" label={t('health.paused')} />;
  if (health.down) return <Chip size="small" color="error" label={t('health.down')} />;
  if (health.failures > 0) return <Chip size="small" color="warning" label={t('health.failing')} />;
  return <Chip size="small" color="success" variant="outlined" label={t('health.well')} />;
}
