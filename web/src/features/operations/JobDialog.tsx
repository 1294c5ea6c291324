import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/features/operations/Facts';
import { type Job, useRetry } from '@/features/operations/queries';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

export function JobDialog({ job, may, onClose }: { job: Job; may: boolean; onClose: () => void }) {
  const { t } = useTranslation(['operations', 'ui']);
  const retry = useRetry();
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="job">
      <DialogTitle id="job">{job.job}</DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>
          {job.reason && <Typography color="error">{job.reason}</Typography>}
          <Facts
            facts={[
              [t('jobs.id'), <code key="id">{job.id}</code>],
              [t('jobs.made_at'), <When key="made" at={job.made_at} form="exact" />],
              ...(job.next_at
                ? [[t('jobs.next_at'), <When key="next" at={job.next_at} form="exact" />] as [string, React.ReactNode]]
                : []),
              ...(job.dead_at
                ? [[t('jobs.dead_at'), <When key="dead" at={job.dead_at} form="exact" />] as [string, React.ReactNode]]
                : []),
              [t('jobs.attempts'), job.attempts],
            ]}
          />
          <Box
            component="pre"
            tabIndex={0}
            aria-label={t('jobs.payload')}
            sx={{
              m: 0,
              p: 1.5,
              overflow: 'auto',
              maxHeight: 320,
              bgcolor: 'action.hover',
              borderRadius: 1,
              fontSize: '0.8rem',
            }}
          >
            {JSON.stringify(job.payload, null, 2)}
          </Box>
          <ProblemAlert problem={retry.error} />
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{t('ui:close')}</Button>
        {may && job.retriable && (
          <Button
            variant="contained"
            loading={retry.isPending}
            onClick={() => retry.mutate(job.id, { onSuccess: onClose })}
          >
            {t('jobs.retry')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
