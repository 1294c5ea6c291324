// One exit that may end more than one stay: what was seen on the left, whom it may be on the right; one touch answers.
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation, useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { answerStay } from '@/features/parking/acts';
import { type Stay, stayQuery, useRefresh } from '@/features/parking/queries';
import { SightingPicture } from '@/features/parking/stays/SightingPicture';
import { differences } from '@/features/parking/stays/differences';
import { minutesOf } from '@/features/parking/stays/times';
import { useFormat } from '@/i18n/format';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

interface CandidateProps {
  asked: Stay;
  candidate: Stay;
  disabled: boolean;
  onChoose: () => void;
}

function Candidate({ asked, candidate, disabled, onChoose }: CandidateProps) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const zone = candidate.zone.time_zone;
  const differ = differences(asked.plate, candidate.plate);
  return (
    <Paper variant="outlined" sx={{ p: 1.5 }}>
      <SightingPicture sighting={candidate.entry_sighting} alt={t('picture.entry', { plate: candidate.plate })} />
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, my: 1, flexWrap: 'wrap' }}>
        <Plate plate={candidate.plate} size="medium" />
        <Typography variant="body2" color="textSecondary">
          {differ.length
            ? t('doubts.differs', { pairs: differ.map(([from, to]) => `${from}→${to}`).join(', ') })
            : t('doubts.same')}
        </Typography>
      </Stack>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {t('entered')} <When at={candidate.entered_at} zone={zone} form="short" /> ·{' '}
        {format.duration(minutesOf({ entered_at: candidate.entered_at, left_at: asked.entered_at }))}
      </Typography>
      <Button fullWidth variant="contained" disabled={disabled} onClick={onChoose}>
        {t('doubts.choose', { plate: candidate.plate })}
      </Button>
    </Paper>
  );
}

export function DoubtCard({ stay }: { stay: Stay }) {
  const { t } = useTranslation('parking');
  const candidates = useQueries({ queries: stay.candidates.map((id) => stayQuery(id)) });
  const refresh = useRefresh();
  const answer = useMutation({
    mutationFn: (body: Schemas['StayAnswer']) => answerStay(stay, body),
    onSuccess: refresh,
  });
  const waiting = answer.isPending || answer.isSuccess;
  return (
    <Paper component="section" variant="outlined" aria-label={t('doubts.one', { plate: stay.plate })} sx={{ p: 2 }}>
      <Box
        sx={{ display: 'grid', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(240px, 1fr) 2fr' }, gap: 2 }}
      >
        <Box>
          <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
            {t('doubts.seen')}
          </Typography>
          <SightingPicture sighting={stay.entry_sighting} alt={t('picture.exit', { plate: stay.plate })} />
          <Stack direction="row" sx={{ alignItems: 'center', gap: 1, my: 1, flexWrap: 'wrap' }}>
            <Plate plate={stay.plate} size="medium" />
            <Typography variant="body2">
              {stay.zone.name} · <When at={stay.entered_at} zone={stay.zone.time_zone} form="short" />
            </Typography>
          </Stack>
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
            <Button variant="outlined" disabled={waiting} onClick={() => answer.mutate({ is: 'entry' })}>
              {t('doubts.new_car')}
            </Button>
            <Button disabled={waiting} onClick={() => answer.mutate({ is: 'nothing' })}>
              {t('doubts.nothing')}
            </Button>
          </Stack>
        </Box>
        <Box>
          <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
            {stay.candidates.length ? t('doubts.candidates') : t('doubts.no_candidates')}
          </Typography>
          <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))', gap: 1.5 }}>
            {candidates.map(({ data, error }, index) =>
              data ? (
                <Candidate
                  key={data.id}
                  asked={stay}
                  candidate={data}
                  disabled={waiting}
                  onChoose={() => answer.mutate({ is: 'exit', of: data.id })}
                />
              ) : error ? (
                <ProblemAlert key={stay.candidates[index]} problem={error} />
              ) : (
                <Skeleton key={stay.candidates[index]} variant="rounded" height={190} />
              ),
            )}
          </Box>
        </Box>
      </Box>
      <ProblemAlert problem={answer.error} />
    </Paper>
  );
}
