import PhotoLibraryIcon from '@mui/icons-material/PhotoLibraryOutlined';
import PhotoCameraIcon from '@mui/icons-material/PhotoCamera';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CaptureCard } from '@/features/captures/CaptureCard';
import { PhotoButton } from '@/features/captures/PhotoButton';
import { PlaceRow } from '@/features/captures/PlaceRow';
import { UploadRow } from '@/features/captures/UploadRow';
import { removeUpload, sendNow, useUploads } from '@/features/captures/uploads';
import { usePhotos } from '@/features/captures/usePhotos';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { useProblemText } from '@/ui/problem';

function Queue() {
  const { t } = useTranslation('captures');
  const text = useProblemText();
  const { all, sending, pausedBy } = useUploads();
  const unsent = all.filter((upload) => !upload.captures);
  if (unsent.length === 0) return null;
  const waiting = unsent.filter((upload) => !upload.refused);
  const now = (
    <Button color="inherit" size="small" onClick={() => void sendNow()}>
      {t('queue.send_now')}
    </Button>
  );
  return (
    <Card sx={{ p: 2 }} component="section" aria-label={t('queue.title')}>
      <Typography variant="h2">{t('queue.title')}</Typography>
      {Boolean(pausedBy) && waiting.length > 0 && (
        <Alert severity="warning" action={now} sx={{ mt: 1 }}>
          {t('queue.kept', { count: waiting.length })}
          <Typography variant="body2">{text(pausedBy)}</Typography>
        </Alert>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {unsent.map((upload) => (
          <UploadRow key={upload.key} upload={upload} share={sending?.key === upload.key ? sending.share : null} />
        ))}
      </Box>
    </Card>
  );
}

function Results() {
  const { t } = useTranslation('captures');
  const { all } = useUploads();
  const sent = all.flatMap((upload) => (upload.captures ?? []).map((id) => ({ id, key: upload.key }))).reverse();
  if (all.length === 0) return <EmptyState icon={PhotoCameraIcon} title={t('first')} text={t('first_help')} />;
  return (
    <Stack component="section" aria-label={t('results.title')} sx={{ gap: 2 }}>
      {sent.map(({ id, key }) => (
        <CaptureCard key={key + id} id={id} onClose={() => void removeUpload(key)} />
      ))}
    </Stack>
  );
}

export default function CapturePage() {
  const { t } = useTranslation('captures');
  const { add, position, problem } = usePhotos();
  const [over, setOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files].filter(
      (file) => file.type.startsWith('image/') || /\.hei[cf]$/i.test(file.name),
    );
    if (files.length) void add(files, false);
  };
  return (
    <Page title={t('title')} width="narrow">
      <Stack sx={{ gap: 2 }}>
        <Card
          sx={{ p: 2, borderColor: over ? 'primary.main' : undefined, borderStyle: over ? 'dashed' : undefined }}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Stack sx={{ gap: 2 }}>
            <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5 }}>
              <PhotoButton camera icon={<PhotoCameraIcon />} onPhotos={(files) => void add(files, true)}>
                {t('take')}
              </PhotoButton>
              <PhotoButton icon={<PhotoLibraryIcon />} onPhotos={(files) => void add(files, false)}>
                {t('choose')}
              </PhotoButton>
            </Stack>
            <Typography
              variant="body2"
              color="textSecondary"
              sx={{ display: { xs: 'none', md: 'block' }, textAlign: 'center' }}
            >
              {t('drop')}
            </Typography>
            <PlaceRow position={position} />
            {Boolean(problem) && <Alert severity="error">{t('queue.not_kept')}</Alert>}
          </Stack>
        </Card>
        <Queue />
        <Results />
      </Stack>
    </Page>
  );
}
