import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { useFormat } from '@/i18n/format';
import { type Alert, historyQuery, useVerdict } from '@/features/watch/queries';
import { Picture } from '@/ui/Picture';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';
import { theme } from '@/ui/theme';
import { useZones } from '@/ui/useZones';

function Sighting({ alert, seen, of }: { alert: Alert; seen: Alert['seen']; of?: 'other' }) {
  const { t } = useTranslation('watch');
  const format = useFormat();
  const { timeZoneOf } = useZones();
  return (
    <Box sx={{ flex: 1, minWidth: 0 }}>
      {seen.crop && (
        <Picture
          path={`/v1/alerts/${alert.id}/crop${of ? `?of=${of}` : ''}`}
          alt={t('picture_of', { plate: seen.plate })}
          sx={{ width: '100%', aspectRatio: '5 / 2', borderRadius: 1, mb: 1 }}
        />
      )}
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Plate plate={seen.plate} />
        <Typography variant="body2">{format.percent(seen.confidence)}</Typography>
      </Stack>
      <Typography variant="body2" color="textSecondary">
        <When at={seen.seen_at} zone={timeZoneOf(seen)} /> {seen.device && `· ${seen.device}`}
      </Typography>
    </Box>
  );
}

function History({ alert }: { alert: Alert }) {
  const { t } = useTranslation('watch');
  const { data = [] } = useQuery(historyQuery(alert.id));
  return (
    <Stack component="ol" sx={{ m: 0, pl: 2.5, gap: 0.5 }}>
      {data.map(({ version, at, what, by, note }) => (
        <Typography key={version} component="li" variant="body2">
          {t(`happened.${what}`, what)} · <When at={at} form="short" />
          {by && ` · ${by.name}`}
          {note && ` · «${note}»`}
        </Typography>
      ))}
    </Stack>
  );
}

export function AlertDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const { t, i18n } = useTranslation(['watch', 'ui']);
  const may = useMay('watch.write');
  const narrow = useMediaQuery(theme.breakpoints.down('sm'));
  const [note, setNote] = useState('');
  const verdict = useVerdict(alert.id);
  const judge = (is: 'confirmed' | 'dismissed') => verdict.mutate({ is, note }, { onSuccess: onClose });
  const open = may && alert.state === 'raised';
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth fullScreen={narrow} aria-labelledby="alert-title">
      <DialogTitle id="alert-title">{t('alert_of', { plate: alert.plate })}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>
          <Typography>{i18n.language === 'es' ? alert.text.es : alert.text.en}</Typography>
          <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2 }}>
            <Sighting alert={alert} seen={alert.seen} />
            {alert.travel && <Sighting alert={alert} seen={alert.travel.other} of="other" />}
          </Stack>
          {alert.listed && (
            <Typography variant="body2" color="textSecondary">
              {[alert.listed.list_name, alert.listed.why, alert.listed.who, alert.listed.reference]
                .filter(Boolean)
                .join(' · ')}
            </Typography>
          )}
          <History alert={alert} />
          {open && (
            <TextField
              label={t('note')}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              multiline
              minRows={2}
            />
          )}
          <ProblemAlert problem={verdict.error} />
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{t('ui:close')}</Button>
        {open && (
          <>
            <Button onClick={() => judge('dismissed')} loading={verdict.isPending}>
              {t('dismiss')}
            </Button>
            <Button variant="contained" color="error" onClick={() => judge('confirmed')} loading={verdict.isPending}>
              {t('confirm')}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}
