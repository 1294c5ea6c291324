// One photo and what became of it: plate, place, time, stay, and what a person can set right.
import CloseIcon from '@mui/icons-material/Close';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { CaptureFacts } from '@/features/captures/CaptureFacts';
import { PlaceDialog } from '@/features/captures/PlaceDialog';
import { PlateEntry, offeredBy } from '@/features/captures/PlateEntry';
import { StaySummary } from '@/features/captures/StaySummary';
import { type Mend, outcomeOf } from '@/features/captures/outcome';
import { NoPosition, type NoPositionReason, phonePosition } from '@/features/captures/place';
import { type Capture, type Reading, captureQuery, useMending } from '@/features/captures/queries';
import { useFormat } from '@/i18n/format';
import { Picture } from '@/ui/Picture';
import { Plate } from '@/ui/Plate';
import { useZones } from '@/ui/useZones';
import { ErrorState, ProblemAlert } from '@/ui/problem';

const SURE = 0.95;
const LIKELY = 0.8;

const PICTURE = { width: { xs: 116, sm: 176 }, height: { xs: 58, sm: 80 }, borderRadius: 1.5, flexShrink: 0 };

function Confidence({ reading }: { reading: Reading }) {
  const { t } = useTranslation('captures');
  const format = useFormat();
  const level = reading.confidence >= SURE ? 'sure' : reading.confidence >= LIKELY ? 'likely' : 'doubtful';
  const color = { sure: 'success.main', likely: 'text.secondary', doubtful: 'warning.main' }[level];
  return (
    <Typography variant="body2" sx={{ color, fontWeight: 600 }}>
      {t(`confidence.${level}`, { percent: format.percent(reading.confidence) })}
    </Typography>
  );
}

function Head({ capture }: { capture: Capture }) {
  const { t } = useTranslation('captures');
  const [reading] = capture.readings;
  const picture = reading?.crop ?? capture.thumbnail;
  return (
    <Stack direction="row" sx={{ gap: { xs: 1.5, sm: 2 }, alignItems: 'center', pr: 4 }}>
      {picture && (
        <Picture
          path={picture}
          alt={reading?.crop ? t('card.crop', { plate: reading.plate }) : t('card.picture')}
          sx={PICTURE}
        />
      )}
      <Stack sx={{ gap: 0.75, alignItems: 'flex-start', minWidth: 0 }}>
        {reading ? (
          <Plate plate={reading.plate} region={reading.region} size="medium" />
        ) : (
          <Typography variant="h3" component="h2">
            {t('card.no_plate')}
          </Typography>
        )}
        {reading && <Confidence reading={reading} />}
      </Stack>
    </Stack>
  );
}

interface MendingProps {
  mend: Mend | undefined;
  mending: ReturnType<typeof useMending>;
}

function MendButtons({ mend, mending }: MendingProps) {
  const { t } = useTranslation('captures');
  const [asking, setAsking] = useState<{ reason?: NoPositionReason } | null>(null);
  if (!mend) return null;
  if (mend === 'time') {
    return (
      <Button
        color="inherit"
        variant="outlined"
        onClick={() => mending.useArrival.mutate()}
        loading={mending.useArrival.isPending}
      >
        {t('mend.arrival')}
      </Button>
    );
  }
  const here = async () => {
    try {
      mending.correct.mutate({ place: await phonePosition() });
    } catch (problem) {
      if (!(problem instanceof NoPosition)) throw problem;
      setAsking({ reason: problem.reason });
    }
  };
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
      <Button color="inherit" variant="outlined" onClick={() => void here()} loading={mending.correct.isPending}>
        {t('mend.here')}
      </Button>
      <Button color="inherit" onClick={() => setAsking({})}>
        {t('mend.place')}
      </Button>
      {asking && (
        <PlaceDialog
          reason={asking.reason}
          onPlace={(place) => mending.correct.mutate({ place })}
          onClose={() => setAsking(null)}
        />
      )}
    </Stack>
  );
}

function Correction({ capture, mending }: { capture: Capture; mending: MendingProps['mending'] }) {
  const { t } = useTranslation('captures');
  const [reading] = capture.readings;
  if (capture.sighting) {
    const correct = (plate: string) => mending.correct.mutate({ plate });
    return (
      <PlateEntry
        offered={offeredBy(reading, false)}
        typing={false}
        label={t('correct.type')}
        submit={t('correct.save')}
        pending={mending.correct.isPending}
        onPlate={correct}
      />
    );
  }
  if (!capture.offers.includes('enter_plate')) return null;
  return (
    <PlateEntry
      offered={offeredBy(reading, true)}
      typing
      label={t('manual.type')}
      submit={t('manual.save')}
      pending={mending.enter.isPending}
      autoFocus
      onPlate={(plate) => mending.enter.mutate(plate)}
    />
  );
}

function Outcome({ capture }: { capture: Capture }) {
  const { t } = useTranslation('captures');
  const format = useFormat();
  const mayCorrect = useMay('captures.correct');
  const mayCorrectSighting = useMay('sightings.correct');
  const mending = useMending(capture);
  const outcome = outcomeOf(capture);
  const may = capture.sighting ? mayCorrectSighting : mayCorrect;
  const zone = useZones().timeZoneOf({ zone: capture.stay?.zone ?? '', place: capture.place });
  const time = format.moment(capture.taken_at.value, zone, 'short');
  const problem = mending.enter.error ?? mending.correct.error ?? mending.useArrival.error;
  return (
    <>
      <Alert severity={outcome.severity} role="status">
        {t(outcome.key, { zone: capture.stay?.zone, time })}
        {outcome.mend && (outcome.mend === 'time' ? mayCorrect : may) && (
          <Box sx={{ mt: 1 }}>
            <MendButtons mend={outcome.mend} mending={mending} />
          </Box>
        )}
      </Alert>
      {capture.duplicate_of && <Alert severity="info">{t('card.duplicate')}</Alert>}
      {capture.flags.includes('places_disagree') && <Alert severity="warning">{t('card.places_disagree')}</Alert>}
      {capture.stay && <StaySummary stay={capture.stay} />}
      <CaptureFacts capture={capture} zone={zone} />
      <ProblemAlert problem={problem} />
      {may && <Correction key={capture.readings[0]?.plate} capture={capture} mending={mending} />}
    </>
  );
}

export function CaptureCard({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('captures');
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(captureQuery(id));
  const isSettled = data?.isSettled;
  useEffect(() => {
    if (isSettled) void client.invalidateQueries({ queryKey: ['parking'] }); // it may have closed a stay that another card shows
  }, [client, isSettled]);
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  const capture = data?.capture;
  return (
    <Card component="article" aria-busy={!isSettled} sx={{ p: 2, position: 'relative' }}>
      <IconButton
        aria-label={t('results.clear')}
        onClick={onClose}
        size="small"
        sx={{ position: 'absolute', right: 8, top: 8 }}
      >
        <CloseIcon fontSize="small" />
      </IconButton>
      {capture && isSettled ? (
        <Stack sx={{ gap: 2 }}>
          <Head capture={capture} />
          <Outcome capture={capture} />
        </Stack>
      ) : (
        <Stack direction="row" sx={{ gap: 2, alignItems: 'center' }} role="status">
          <Skeleton variant="rounded" sx={PICTURE} />
          <Typography color="textSecondary">{t('results.reading')}</Typography>
        </Stack>
      )}
    </Card>
  );
}
