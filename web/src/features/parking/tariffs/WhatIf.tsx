import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import LinearProgress from '@mui/material/LinearProgress';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import { Section } from '@/ui/Section';
import { type TariffDocument, useZones } from '@/features/parking/queries';
import { WhatIfResult } from '@/features/parking/tariffs/WhatIfResult';
import { lastMonth } from '@/features/parking/tariffs/document';
import { atRoot } from '@/features/parking/tariffs/explain';
import { instantOf } from '@/ui/moments';
import { ProblemAlert } from '@/ui/problem';

interface WhatIfProps {
  document: TariffDocument;
  tariff?: string; // that the document would follow
}

// Tries the document, as it stands on this page, on stays that have ended.
export function WhatIf({ document, tariff }: WhatIfProps) {
  const { t } = useTranslation('parking');
  const { data: zones = [] } = useZones();
  const [[from, until], setPeriod] = useState(() => lastMonth(new Date()));
  const [zone, setZone] = useState('');
  const [onlyThis, setOnlyThis] = useState(Boolean(tariff));
  const here = zones.filter((each) => each.time_zone === document.zone && each.currency === document.currency);
  const [begins, ends] = [instantOf(`${from}T00:00`, document.zone), instantOf(`${until}T00:00`, document.zone)];
  const asked = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/v1/parking/tariffs/what-if', {
          body: {
            document,
            from: begins ?? '',
            until: ends ?? '',
            zone: zone || null,
            tariff: onlyThis && tariff ? tariff : null,
          },
        }),
      ),
  });
  const day = (label: string, value: string, put: (day: string) => void) => (
    <TextField
      type="date"
      label={label}
      value={value}
      onChange={({ target }) => put(target.value)}
      sx={{ width: { xs: '100%', sm: 160 } }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  return (
    <Stack sx={{ gap: 2 }}>
      <Section title={t('what_if.title')}>
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {t('what_if.text')}
        </Typography>
        <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
          {day(t('what_if.from'), from, (next) => setPeriod([next, until]))}
          {day(t('what_if.until'), until, (next) => setPeriod([from, next]))}
          {here.length > 1 && (
            <TextField
              select
              label={t('zone')}
              value={zone}
              onChange={({ target }) => setZone(target.value)}
              sx={{ width: { xs: '100%', sm: 200 } }}
            >
              <MenuItem value="">{t('form.all')}</MenuItem>
              {here.map(({ id, name }) => (
                <MenuItem key={id} value={id}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
          )}
          {tariff && (
            <FormControlLabel
              control={<Switch checked={onlyThis} onChange={({ target }) => setOnlyThis(target.checked)} />}
              label={t('what_if.only_this')}
            />
          )}
          <Button
            variant="contained"
            onClick={() => asked.mutate()}
            loading={asked.isPending}
            disabled={!begins || !ends}
          >
            {t('what_if.run')}
          </Button>
        </Stack>
      </Section>
      {asked.isPending && <LinearProgress aria-label={t('ui:loading')} />}
      <ProblemAlert problem={atRoot(asked.error)} />
      {asked.data?.total.stays === 0 && <Alert severity="info">{t('what_if.nothing')}</Alert>}
      {asked.data && asked.data.total.stays > 0 && <WhatIfResult result={asked.data} zones={zones} />}
    </Stack>
  );
}
