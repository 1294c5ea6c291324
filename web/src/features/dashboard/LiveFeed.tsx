import PauseIcon from '@mui/icons-material/Pause';
import PlayIcon from '@mui/icons-material/PlayArrow';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { memo, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { type Seen, seenOf, useFeed } from '@/features/dashboard/feed';
import { latestQuery } from '@/features/dashboard/queries';
import { EmptyState } from '@/ui/EmptyState';
import { Picture } from '@/ui/Picture';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ErrorState } from '@/ui/problem';
import { useZones } from '@/ui/useZones';

const STAYS_MS = 600;
const picture = { width: '100%', aspectRatio: '5 / 2', borderRadius: 1 } as const;

// Fetches a picture only for a card that stays for a moment: of fifty a second most are gone at once.
function LatePicture({ capture, plate }: { capture: string; plate: string }) {
  const { t } = useTranslation('dashboard');
  const [stays, setStays] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), STAYS_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!stays) return <Box sx={{ ...picture, bgcolor: 'action.hover' }} />;
  return <Picture path={`/v1/captures/${capture}/crop`} alt={t('picture_of', { plate })} sx={picture} />;
}

const SeenCard = memo(function SeenCard({ seen }: { seen: Seen }) {
  const { timeZoneOf } = useZones();
  const format = useFormat();
  const { t } = useTranslation('dashboard');
  return (
    <Box component="li" sx={{ border: '1px solid', borderColor: 'divider', borderRadius: 1.5, p: 1, minWidth: 0 }}>
      {seen.capture ? (
        <LatePicture key={seen.capture} capture={seen.capture} plate={seen.plate} />
      ) : (
        <Box
          sx={{ ...picture, bgcolor: 'action.hover', display: 'grid', placeItems: 'center', color: 'text.secondary' }}
        >
          <Typography variant="caption">{t('no_picture')}</Typography>
        </Box>
      )}
      <Stack sx={{ alignItems: 'center', gap: 0.25, mt: 1 }}>
        <Plate plate={seen.plate} />
        <Typography variant="caption" color="textSecondary" noWrap sx={{ maxWidth: '100%' }}>
          <When at={seen.at} zone={timeZoneOf(seen)} form="time" /> · {format.percent(seen.confidence)}
        </Typography>
        {seen.device && (
          <Typography variant="caption" color="textSecondary" noWrap sx={{ maxWidth: '100%' }}>
            {seen.device}
          </Typography>
        )}
      </Stack>
    </Box>
  );
});

export function LiveFeed({ mayFollow }: { mayFollow: boolean }) {
  const { t } = useTranslation('dashboard');
  const [paused, setPaused] = useState(false);
  const { data, error, refetch } = useQuery(latestQuery);
  const start = useMemo(() => data?.map(seenOf), [data]);
  const list = useFeed(start, mayFollow && !paused);
  return (
    <Card component="section" aria-label={t('feed')} sx={{ p: 2 }}>
      <Stack direction="row" sx={{ alignItems: 'center', mb: 1 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {t('feed')}
        </Typography>
        {mayFollow && (
          <Button size="small" startIcon={paused ? <PlayIcon /> : <PauseIcon />} onClick={() => setPaused(!paused)}>
            {paused ? t('go_on') : t('pause')}
          </Button>
        )}
      </Stack>
      {error && !data && list.length === 0 && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton variant="rounded" height={160} />}
      {data && list.length === 0 && <EmptyState title={t('nothing_seen')} text={t('nothing_seen_text')} />}
      <Box
        component="ul"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(132px, 1fr))',
          gap: 1,
          listStyle: 'none',
          p: 0,
          m: 0,
        }}
      >
        {list.map((seen) => (
          <SeenCard key={seen.id} seen={seen} />
        ))}
      </Box>
    </Card>
  );
}
