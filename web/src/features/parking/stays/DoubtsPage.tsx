import DoneAllIcon from '@mui/icons-material/DoneAll';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { doubtsQuery, useLive } from '@/features/parking/queries';
import { DoubtCard } from '@/features/parking/stays/DoubtCard';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';

export default function DoubtsPage() {
  const { t } = useTranslation('parking');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(doubtsQuery);
  const doubts = data?.pages.flatMap(({ items }) => items);
  useLive();
  return (
    <Page title={t('doubts.title')}>
      <Typography color="textSecondary" sx={{ mb: 2, maxWidth: 700 }}>
        {t('doubts.text')}
      </Typography>
      {error && !doubts && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !doubts && <Skeleton variant="rounded" height={240} />}
      {doubts?.length === 0 && <EmptyState icon={DoneAllIcon} title={t('doubts.none')} text={t('doubts.none_text')} />}
      <Stack sx={{ gap: 2 }}>
        {doubts?.map((stay) => (
          <DoubtCard key={stay.id} stay={stay} />
        ))}
        {hasNextPage && (
          <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>
            {t('ui:more')}
          </Button>
        )}
      </Stack>
    </Page>
  );
}
