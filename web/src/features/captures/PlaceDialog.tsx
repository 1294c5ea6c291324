import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { NoPositionReason, Spot } from '@/features/captures/place';
import { zonesQuery } from '@/features/captures/queries';
import type { LatLon } from '@/ui/map/coordinates';
import { theme } from '@/ui/theme';

const PlacePicker = lazy(async () => ({ default: (await import('@/ui/map/PlacePicker')).PlacePicker }));

interface PlaceDialogProps {
  reason?: NoPositionReason; // why the phone said none
  place?: LatLon | null;
  onPlace: (place: Spot) => void;
  onClear?: () => void;
  onClose: () => void;
}

export function PlaceDialog({ reason, place = null, onPlace, onClear, onClose }: PlaceDialogProps) {
  const { t } = useTranslation(['captures', 'ui']);
  const [chosen, setChosen] = useState<LatLon | null>(place);
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const label = useId();
  const mayRead = useMay('parking.read');
  const { data: zones } = useQuery({ ...zonesQuery, enabled: mayRead });

  const use = () => {
    if (chosen) onPlace({ ...chosen, source: 'map' });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={label} fullWidth maxWidth="sm" fullScreen={narrow}>
      <DialogTitle id={label}>{t('place.title')}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        {reason && (
          <Alert severity="warning">
            <AlertTitle>{t(`place.${reason}`)}</AlertTitle>
            {t(`place.${reason}_advice`)}
          </Alert>
        )}
        <Typography color="textSecondary">{t('place.help')}</Typography>
        <Suspense fallback={<Skeleton variant="rounded" height={320} />}>
          <PlacePicker label={t('place.title')} value={chosen} onChange={setChosen} zones={zones} sx={{ flex: 1 }} />
        </Suspense>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        {onClear && (
          <Button
            onClick={() => {
              onClear();
              onClose();
            }}
            sx={{ mr: 'auto' }}
          >
            {t('place.use_phone')}
          </Button>
        )}
        <Button onClick={onClose}>{t('ui:cancel')}</Button>
        <Button variant="contained" onClick={use} disabled={!chosen}>
          {t('place.use')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
