// When and where the photo was taken, and where that is known from.
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capture } from '@/features/captures/queries';
import { useFormat } from '@/i18n/format';
import { textOf } from '@/ui/map/coordinates';
import { When } from '@/ui/When';
import { spaced } from '@/ui/plates';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <Typography component="dt" variant="body2" color="textSecondary">
        {name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0 }}>
        {children}
      </Typography>
    </>
  );
}

interface CaptureFactsProps {
  capture: Capture;
  zone: string | null; // time zone of its place
}

export function CaptureFacts({ capture: { taken_at, place, readings }, zone }: CaptureFactsProps) {
  const { t } = useTranslation('captures');
  const format = useFormat();
  const accuracy = place?.accuracy_m ? t('place.accuracy', { distance: format.metres(place.accuracy_m) }) : null;
  const others = readings.slice(1).map(({ plate }) => spaced(plate));
  return (
    <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, rowGap: 0.5, m: 0 }}>
      <Fact name={t('fact.time')}>
        <When at={taken_at.value} zone={zone} form="short" /> · {t(`time.${taken_at.source}`)}
      </Fact>
      {place && (
        <Fact name={t('fact.place')}>
          {[textOf(place), t(`source.${place.source}`), accuracy].filter(Boolean).join(' · ')}
        </Fact>
      )}
      {others.length > 0 && <Fact name={t('fact.also')}>{others.join(', ')}</Fact>}
    </Box>
  );
}
