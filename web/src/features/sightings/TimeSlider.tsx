import PauseIcon from '@mui/icons-material/Pause';
import PlayArrowIcon from '@mui/icons-material/PlayArrow';
import SkipNextIcon from '@mui/icons-material/SkipNext';
import SkipPreviousIcon from '@mui/icons-material/SkipPrevious';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import Slider from '@mui/material/Slider';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Playback } from '@/features/sightings/usePlayback';
import { useFormat } from '@/i18n/format';
import type { TrackStop } from '@/ui/map/track';
import { tabular } from '@/ui/theme';

interface TimeSliderProps {
  playback: Playback;
  stops: TrackStop[];
  timeZone: string | null;
}

const STEPS = 200; // of the slider, for the arrow keys
const MARKS_MAX = 60;

export function TimeSlider({ playback, stops, timeZone }: TimeSliderProps) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { at, from, to, playing, setAt, play, pause, step } = playback;
  const text = (moment: number) => format.moment(new Date(moment).toISOString(), timeZone, 'exact');
  const disabled = stops.length < 2;
  return (
    <Card sx={{ px: 1, py: 0.5 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1 }}>
        <IconButton aria-label={t('track.previous')} onClick={() => step(-1)} disabled={disabled}>
          <SkipPreviousIcon />
        </IconButton>
        <IconButton
          aria-label={playing ? t('track.pause') : t('track.play')}
          onClick={playing ? pause : play}
          disabled={disabled}
          color="primary"
        >
          {playing ? <PauseIcon /> : <PlayArrowIcon />}
        </IconButton>
        <IconButton aria-label={t('track.next')} onClick={() => step(1)} disabled={disabled}>
          <SkipNextIcon />
        </IconButton>
        <Slider
          aria-label={t('track.slider')}
          size="small"
          disabled={disabled}
          value={at}
          min={from}
          max={Math.max(to, from + 1)}
          step={Math.max(1, Math.round((to - from) / STEPS))}
          marks={stops.length <= MARKS_MAX ? stops.map((stop) => ({ value: stop.at })) : false}
          getAriaValueText={text}
          onChange={(_, value) => setAt(value as number)}
          sx={{ mx: 1 }}
        />
        <Typography variant="body2" sx={{ ...tabular, whiteSpace: 'nowrap', display: { xs: 'none', sm: 'block' } }}>
          {text(at)}
        </Typography>
      </Stack>
      <Typography variant="body2" sx={{ ...tabular, px: 1, pb: 0.5, display: { sm: 'none' } }}>
        {text(at)}
      </Typography>
    </Card>
  );
}
