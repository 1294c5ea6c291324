// One touch for what the reader thought of, too; the rest by hand: another plate, time or place.
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Collapse from '@mui/material/Collapse';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localText, momentIn } from '@/features/sightings/moments';
import { type Correction, type Sighting, useCorrection } from '@/features/sightings/queries';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { PlacePicker } from '@/ui/map/PlacePicker';
import { Plate } from '@/ui/Plate';
import { ProblemAlert, faultOf } from '@/ui/problem';
import { normalised } from '@/ui/plates';

interface CorrectionCardProps {
  sighting: Sighting;
  version: string;
}

const OFFERED = 5;
const FIELDS = ['/plate', '/seen_at', '/place'];

export function CorrectionCard({ sighting, version }: CorrectionCardProps) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { zones } = useZones();
  const [open, setOpen] = useState(false);
  const [plate, setPlate] = useState(sighting.plate);
  const [seenAt, setSeenAt] = useState(localText(sighting.seen_at));
  const [place, setPlace] = useState<{ lat: number; lon: number } | null>(sighting.place ?? null);
  const { mutate, error, isPending, variables } = useCorrection(sighting.id);
  const correct = (correction: Correction) => mutate({ correction, version });

  const changes: Correction = {
    ...(normalised(plate) !== sighting.plate && { plate }),
    ...(seenAt !== localText(sighting.seen_at) && { seen_at: momentIn(seenAt) }),
    ...(place && place !== sighting.place && { place: { lat: place.lat, lon: place.lon, source: 'map' as const } }),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    correct(changes);
  };
  return (
    <Card sx={{ p: 2 }}>
      <Typography variant="h2" gutterBottom>
        {t('correct.title')}
      </Typography>
      {sighting.alternatives.length > 0 && (
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', mb: 1.5 }}>
          {sighting.alternatives.slice(0, OFFERED).map((alternative) => (
            <Button
              key={alternative.plate}
              variant="outlined"
              onClick={() => correct({ plate: alternative.plate })}
              loading={isPending && variables.correction.plate === alternative.plate}
              sx={{ gap: 1 }}
            >
              <Plate plate={alternative.plate} region={sighting.region} />
              {format.percent(alternative.confidence)}
            </Button>
          ))}
        </Stack>
      )}
      {!open && <ProblemAlert problem={error} />}
      <Button onClick={() => setOpen(!open)} aria-expanded={open}>
        {t('correct.by_hand')}
      </Button>
      <Collapse in={open} unmountOnExit>
        <Stack component="form" noValidate onSubmit={submit} sx={{ gap: 2, mt: 1.5 }}>
          <ProblemAlert problem={error} fields={FIELDS} />
          <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
            <TextField
              label={t('correct.plate')}
              value={plate}
              onChange={(event) => setPlate(event.target.value.toUpperCase())}
              slotProps={{ htmlInput: { maxLength: 32, autoCapitalize: 'characters', spellCheck: false } }}
              autoComplete="off"
              {...faultOf(error, '/plate')}
            />
            <TextField
              type="datetime-local"
              label={t('correct.seen_at')}
              value={seenAt}
              onChange={(event) => setSeenAt(event.target.value)}
              slotProps={{ inputLabel: { shrink: true } }}
              {...faultOf(error, '/seen_at')}
            />
          </Box>
          <PlacePicker
            label={t('correct.place')}
            value={place}
            onChange={setPlace}
            zones={zones}
            sx={{ minHeight: 360 }}
          />
          <Button
            type="submit"
            variant="contained"
            loading={isPending}
            disabled={Object.keys(changes).length === 0}
            sx={{ alignSelf: 'flex-start' }}
          >
            {t('correct.submit')}
          </Button>
        </Stack>
      </Collapse>
    </Card>
  );
}
