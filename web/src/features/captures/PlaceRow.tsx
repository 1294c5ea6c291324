// Under the camera button: where the next photos will be placed, and how to say otherwise.
import PlaceIcon from '@mui/icons-material/PlaceOutlined';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaceDialog } from '@/features/captures/PlaceDialog';
import { type NoPositionReason, type Spot, fixPlace, useFixedPlace } from '@/features/captures/place';
import { useFormat } from '@/i18n/format';
import { textOf } from '@/ui/map/coordinates';

export type Position =
  { kind: 'idle' } | { kind: 'asking' } | { kind: 'found'; place: Spot } | { kind: 'failed'; reason: NoPositionReason };

export function PlaceRow({ position }: { position: Position }) {
  const { t } = useTranslation('captures');
  const format = useFormat();
  const fixed = useFixedPlace();
  const [changing, setChanging] = useState(false);

  const words = (): [string, string] => {
    if (fixed) return [t('place.fixed'), textOf(fixed)];
    if (position.kind === 'asking') return [t('place.asking'), ''];
    if (position.kind === 'found')
      return [t('place.found'), t('place.accuracy', { distance: format.metres(position.place.accuracy_m ?? 0) })];
    if (position.kind === 'failed') return [t(`place.${position.reason}`), t('place.none_yet')];
    return [t('place.idle'), t('place.idle_help')];
  };
  const [headline, detail] = words();
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1.5 }}>
      <PlaceIcon aria-hidden color={position.kind === 'failed' && !fixed ? 'warning' : 'action'} />
      <div role="status" style={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {headline}
        </Typography>
        {detail && (
          <Typography variant="body2" color="textSecondary">
            {detail}
          </Typography>
        )}
      </div>
      <Button onClick={() => setChanging(true)}>{t('place.change')}</Button>
      {changing && (
        <PlaceDialog
          reason={position.kind === 'failed' ? position.reason : undefined}
          place={fixed ?? (position.kind === 'found' ? position.place : null)}
          onPlace={fixPlace}
          onClear={fixed ? () => fixPlace(null) : undefined}
          onClose={() => setChanging(false)}
        />
      )}
    </Stack>
  );
}
