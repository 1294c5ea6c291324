// What it was read from: the plate cut out, and the photo, which is fetched large when it is opened.
import ImageNotSupportedIcon from '@mui/icons-material/ImageNotSupportedOutlined';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import Dialog from '@mui/material/Dialog';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import type { Sighting } from '@/features/sightings/queries';
import { EmptyState } from '@/ui/EmptyState';
import { Picture } from '@/ui/Picture';

export function Evidence({ sighting: { id, plate, capture, evidence, crop } }: { sighting: Sighting }) {
  const { t } = useTranslation('sightings');
  const [large, setLarge] = useState(false);
  const maySeeCaptures = useMay('captures.read');
  if (!evidence && !crop)
    return (
      <Card>
        <EmptyState icon={ImageNotSupportedIcon} title={t('no_evidence')} text={t('no_evidence_text')} />
      </Card>
    );
  const photo = `/v1/sightings/${id}/image`;
  const small =
    capture && maySeeCaptures ? `${capture.startsWith('/') ? '' : '/v1/captures/'}${capture}/thumbnail` : photo;
  return (
    <Card>
      {evidence && (
        <CardActionArea onClick={() => setLarge(true)} aria-label={t('enlarge')}>
          <Picture path={small} alt={t('photo_of', { plate })} sx={{ width: '100%', height: { xs: 220, md: 300 } }} />
        </CardActionArea>
      )}
      {crop && (
        <Box sx={{ p: 2, textAlign: 'center' }}>
          <Picture
            path={`/v1/sightings/${id}/crop`}
            alt={t('crop_of', { plate })}
            sx={{ maxWidth: '100%', height: 72, mx: 'auto', borderRadius: 0.5, objectFit: 'contain' }}
          />
          <Typography variant="caption" color="textSecondary">
            {t('crop_caption')}
          </Typography>
        </Box>
      )}
      <Dialog open={large} onClose={() => setLarge(false)} maxWidth="lg" aria-label={t('photo_of', { plate })}>
        <Picture
          path={photo}
          alt={t('photo_of', { plate })}
          sx={{ maxWidth: '100%', maxHeight: '90dvh', objectFit: 'contain' }}
        />
      </Dialog>
    </Card>
  );
}
