import TillIcon from '@mui/icons-material/PointOfSaleOutlined';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useMay } from '@/api/session';
import { useEvents } from '@/api/events';
import { paths } from '@/app/paths';
import { CloseTill } from '@/features/till/CloseTill';
import { ClosingSections } from '@/features/till/ClosingSections';
import { TakingsTable } from '@/features/till/TakingsTable';
import { type Closing, takingsQuery } from '@/features/till/queries';
import { useFormat } from '@/i18n/format';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';
import { ErrorState } from '@/ui/problem';

// What one has taken since the last closing, and the closing itself. ?key= of another, for who supervises.
export default function TillPage() {
  const { t } = useTranslation('till');
  const format = useFormat();
  const [params] = useSearchParams();
  const key = params.get('key') ?? '';
  const { data: takings, error, refetch } = useQuery(takingsQuery(key));
  const mayRead = useMay('till.read');
  const mayFollow = useMay('events.read');
  const navigate = useNavigate();
  const [closed, setClosed] = useState<Closing>(); // by one who may not look at closings later
  useEvents(mayFollow ? ['parking.paid', 'parking.refunded'] : [], () => void refetch());

  if (closed) {
    const back = <Button onClick={() => setClosed(undefined)}>{t('title')}</Button>;
    return (
      <Page key={closed.number} title={t('closing_of', { number: closed.number })} actions={back}>
        <ClosingSections closing={closed} />
      </Page>
    );
  }
  const closings = mayRead && (
    <Button component={Link} to={paths.closings()}>
      {t('closings.title')}
    </Button>
  );
  const title = key ? t('till_of', { name: params.get('name') ?? key }) : t('title');
  return (
    <Page title={title} actions={closings}>
      {error && !takings && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !takings && <Skeleton variant="rounded" height={220} />}
      {takings && takings.methods.length === 0 && (
        <EmptyState icon={TillIcon} title={t('takings.none')} text={t('takings.none_text')} />
      )}
      {takings && takings.methods.length > 0 && (
        <Stack sx={{ gap: 2, maxWidth: 900 }}>
          <Section title={t('takings.title')}>
            <Typography color="textSecondary" sx={{ mb: 1 }}>
              {t('takings.tickets', { count: takings.tickets })}
              {takings.first_at && takings.last_at && ` · ${format.span(takings.first_at, takings.last_at)}`}
            </Typography>
            <TakingsTable takings={takings} />
          </Section>
          <CloseTill
            key={key}
            of={key}
            takings={takings}
            onClosed={(closing) => (mayRead ? void navigate(paths.closing(closing.number)) : setClosed(closing))}
          />
        </Stack>
      )}
    </Page>
  );
}
