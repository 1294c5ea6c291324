import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { isIncluded, leafOf } from '@/features/audit/proof';
import { type Entry, proofQuery } from '@/features/audit/queries';
import { useSubject } from '@/features/audit/useSubject';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

const code = { fontFamily: 'ui-monospace, monospace', fontSize: '0.8rem', overflowWrap: 'anywhere' } as const;

// Computes the leaf from the entry's line and follows the path up to the root.
function useProof(entry: Entry) {
  const { data: inclusion, error } = useQuery(proofQuery(entry.number));
  const { data: holds, error: failure } = useQuery({
    queryKey: ['audit', 'checked', entry.number, inclusion?.root],
    queryFn: async () =>
      inclusion !== undefined && (await leafOf(entry.line)) === inclusion.hash && (await isIncluded(inclusion)),
    enabled: inclusion !== undefined,
    staleTime: Infinity,
  });
  return { inclusion, holds, problem: error ?? failure };
}

function Proof({ entry }: { entry: Entry }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { inclusion, holds, problem } = useProof(entry);
  if (problem) return <ProblemAlert problem={problem} />;
  if (!inclusion || holds === undefined) return <Typography color="textSecondary">{t('proof.checking')}</Typography>;
  return (
    <Alert severity={holds ? 'success' : 'error'}>
      {holds ? t('proof.holds', { size: format.number(inclusion.size) }) : t('proof.fails')}
      <Box component="p" sx={{ ...code, m: 0, mt: 0.5 }}>
        {inclusion.root}
      </Box>
    </Alert>
  );
}

export function EntryDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation(['audit', 'ui']);
  const format = useFormat();
  const subjectOf = useSubject();
  const facts: [string, ReactNode][] = [
    [t('when'), <When key="at" at={entry.at} form="exact" />],
    [t('who'), `${entry.by.name || '—'} (${t(`caller.${entry.by.kind}`, entry.by.kind)})`],
    [t('act'), <code key="act">{entry.act}</code>],
    [t('outcome.label'), t(`outcome.${entry.outcome}`)],
    ...(entry.subject ? [[t('subject'), subjectOf(entry)] as [string, ReactNode]] : []),
    ...(entry.why ? [[t('why'), entry.why] as [string, ReactNode]] : []),
    ...(entry.query ? [[t('query'), <code key="query">{entry.query}</code>] as [string, ReactNode]] : []),
    ...(entry.from ? [[t('address'), entry.from] as [string, ReactNode]] : []),
  ];
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="entry">
      <DialogTitle id="entry">
        {t('entry', { number: format.number(entry.number) })} · {entry.act_text}
      </DialogTitle>
      <DialogContent>
        <Stack sx={{ gap: 2 }}>
          <Box
            component="dl"
            sx={{ display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 2, rowGap: 0.5, m: 0 }}
          >
            {facts.map(([name, value]) => (
              <Fragment key={name}>
                <Box component="dt" sx={{ color: 'text.secondary' }}>
                  {name}
                </Box>
                <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                  {value}
                </Box>
              </Fragment>
            ))}
          </Box>
          {entry.erased && <Alert severity="info">{t('erased')}</Alert>}
          <Typography variant="h3">{t('proof.title')}</Typography>
          <Proof entry={entry} />
          <Box
            component="pre"
            tabIndex={0}
            aria-label={t('line')}
            sx={{ ...code, m: 0, p: 1.5, bgcolor: 'action.hover', borderRadius: 1, whiteSpace: 'pre-wrap' }}
          >
            {entry.line}
          </Box>
          <Typography variant="body2" color="textSecondary" sx={code}>
            {t('hash')}: {entry.hash}
          </Typography>
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{t('ui:close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
