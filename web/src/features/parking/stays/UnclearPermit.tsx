// The exit was misread, so its permit was not counted; a person who sees the plate says that it is the one.
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { correctStay } from '@/features/parking/acts';
import { type Stay, useRefresh } from '@/features/parking/queries';
import { ProblemAlert } from '@/ui/problem';

export function UnclearPermit({ stay }: { stay: Stay }) {
  const { t } = useTranslation('parking');
  const mayOperate = useMay('parking.operate');
  const refresh = useRefresh();
  const { plate, match } = stay;
  const confirm = useMutation({
    mutationFn: () => correctStay(stay, { plate, reason: t('permit_unclear.reason') }),
    onSuccess: refresh,
  });
  if (!stay.flags.includes('permit_unclear')) return null;
  const button = (
    <Button color="inherit" size="small" loading={confirm.isPending} onClick={() => confirm.mutate()}>
      {t('permit_unclear.confirm', { plate })}
    </Button>
  );
  return (
    <>
      <Alert severity="warning" sx={{ mb: 2 }} action={mayOperate && button}>
        {t('permit_unclear.text', { plate, read: match?.read_as ?? '' })}
      </Alert>
      <ProblemAlert problem={confirm.error} />
    </>
  );
}
