import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { sightingQuery } from '@/features/parking/queries';
import { Picture } from '@/ui/Picture';

interface SightingPictureProps {
  sighting: string | null | undefined; // null: by hand
  alt: string;
  whole?: boolean; // the photo instead of the plate cut out of it
}

const frame = {
  width: '100%',
  aspectRatio: '3 / 1',
  borderRadius: 1.5,
  objectFit: 'contain',
  bgcolor: 'action.hover',
} as const;

function Without({ text }: { text: string }) {
  return (
    <Box sx={{ ...frame, display: 'grid', placeItems: 'center' }}>
      <Typography variant="body2" color="textSecondary">
        {text}
      </Typography>
    </Box>
  );
}

export function SightingPicture({ sighting, alt, whole = false }: SightingPictureProps) {
  const { t } = useTranslation('parking');
  const maySee = useMay('captures.read');
  const mayAsk = useMay('sightings.read') && maySee;
  const { data, isPending } = useQuery({ ...sightingQuery(sighting ?? ''), enabled: Boolean(sighting) && mayAsk });
  if (!sighting) return <Without text={t('picture.by_hand')} />;
  if (!mayAsk) return null;
  if (!isPending && !(data?.capture && data.crop)) return <Without text={t('picture.none')} />;
  if (!data?.capture) return <Box sx={frame} aria-hidden />;
  return (
    <Picture
      path={`/v1/captures/${data.capture}/${whole ? 'thumbnail' : 'crop'}`}
      alt={alt}
      sx={whole ? { ...frame, aspectRatio: '4 / 3' } : frame}
    />
  );
}
