import Skeleton from '@mui/material/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ClosingSections } from '@/features/till/ClosingSections';
import { closingQuery } from '@/features/till/queries';
import { Page } from '@/ui/Page';
import { PdfMenu } from '@/ui/PdfMenu';
import { ErrorState } from '@/ui/problem';

export default function ClosingPage() {
  const { t } = useTranslation('till');
  const { number = '' } = useParams();
  const { data: closing, error, refetch } = useQuery(closingQuery(number));
  if (!closing) {
    return (
      <Page title={number}>
        {error ? (
          <ErrorState problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={260} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={t('closing_of', { number })}
      actions={<PdfMenu path={`/v1/till/closings/${number}.pdf`} papers={['a4', '80mm']} />}
    >
      <ClosingSections closing={closing} />
    </Page>
  );
}
