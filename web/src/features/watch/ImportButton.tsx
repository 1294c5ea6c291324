import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useImport } from '@/features/watch/queries';
import { ProblemAlert } from '@/ui/problem';

export function ImportButton({ list }: { list: string }) {
  const { t, i18n } = useTranslation(['watch', 'ui']);
  const chooser = useRef<HTMLInputElement>(null);
  const take = useImport(list);
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file) take.mutate(file);
  };
  const done = take.data;
  return (
    <>
      <input ref={chooser} type="file" accept=".csv,text/csv" hidden onChange={chosen} aria-label={t('import')} />
      <Button startIcon={<UploadIcon />} loading={take.isPending} onClick={() => chooser.current?.click()}>
        {t('import')}
      </Button>
      {(done ?? take.error) && (
        <Dialog open onClose={take.reset} maxWidth="sm" fullWidth aria-labelledby="import">
          <DialogTitle id="import">{t('import')}</DialogTitle>
          <DialogContent>
            <ProblemAlert problem={take.error} />
            {done && (
              <Alert severity={done.errors.length > 0 ? 'warning' : 'success'}>
                {t('imported', {
                  lines: done.lines,
                  added: done.added,
                  changed: done.changed,
                  unchanged: done.unchanged,
                })}
                {done.errors.map(({ line, column, detail }) => (
                  <Typography key={`${line} ${column}`} variant="body2">
                    {t('import_line', { line, column })} {i18n.language === 'es' ? detail.es : detail.en}
                  </Typography>
                ))}
              </Alert>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={take.reset}>{t('ui:close')}</Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}
