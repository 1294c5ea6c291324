// One photo that is not with the server yet: its picture, how much of it was sent, and what is wrong.
import ImageIcon from '@mui/icons-material/ImageOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Upload } from '@/features/captures/queue';
import { removeUpload, sendAgain } from '@/features/captures/uploads';

const SIZE = { width: 64, height: 48, borderRadius: 1, flexShrink: 0 } as const;

export function Thumbnail({ file }: { file?: File }) {
  const [url, setUrl] = useState<string>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made); // eslint-disable-line react-hooks/set-state-in-effect -- an address that must be given back
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (!url || broken) {
    return (
      <Box sx={{ ...SIZE, display: 'grid', placeItems: 'center', bgcolor: 'action.hover' }} aria-hidden>
        <ImageIcon color="disabled" />
      </Box>
    );
  }
  return <Box component="img" src={url} alt="" onError={() => setBroken(true)} sx={{ ...SIZE, objectFit: 'cover' }} />;
}

export function UploadRow({ upload, share }: { upload: Upload; share: number | null }) {
  const { t } = useTranslation('captures');
  const state = upload.refused ? 'refused' : share === null ? 'waiting' : share < 1 ? 'sending' : 'reading';
  return (
    <Stack component="li" direction="row" sx={{ alignItems: 'center', gap: 1.5, py: 1 }}>
      <Thumbnail file={upload.file} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
          {upload.name}
        </Typography>
        <Typography variant="body2" color={upload.refused ? 'error' : 'textSecondary'}>
          {t(`queue.${state}`)}
          {upload.refused && `: ${upload.refused}`}
        </Typography>
        {share !== null && (
          <LinearProgress
            variant={share < 1 ? 'determinate' : 'indeterminate'}
            value={share * 100}
            aria-label={t('queue.progress', { name: upload.name })}
            sx={{ mt: 0.5, borderRadius: 1 }}
          />
        )}
      </Box>
      {upload.refused && (
        <Stack sx={{ gap: 0.5 }}>
          <Button size="small" onClick={() => void sendAgain(upload)}>
            {t('queue.try_again')}
          </Button>
          <Button size="small" color="error" onClick={() => void removeUpload(upload.key)}>
            {t('queue.let_go')}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}
