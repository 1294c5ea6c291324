// What people set right, the latest first: who, when, from what to what.
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { historyQuery } from '@/features/sightings/queries';
import { useFormat } from '@/i18n/format';
import { When } from '@/ui/When';
import { textOf } from '@/ui/map/coordinates';
import { ProblemAlert } from '@/ui/problem';

type Change = Schemas['SightingChange'];

function useChanges() {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  return ({ before, after }: Change): [string, string, string][] => {
    const rows: [string, string, string][] = [
      ['plate', before.plate, after.plate],
      ['seen_at', format.moment(before.seen_at, null, 'exact'), format.moment(after.seen_at, null, 'exact')],
      ['place', before.place ? textOf(before.place) : t('no_place'), after.place ? textOf(after.place) : t('no_place')],
    ];
    return rows.filter(([, from, to]) => from !== to);
  };
}

export function HistoryList({ id }: { id: string }) {
  const { t } = useTranslation('sightings');
  const { data, error, refetch } = useQuery(historyQuery(id));
  const changesOf = useChanges();
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (!data?.items.length) return null;
  return (
    <Card sx={{ p: 2 }}>
      <Typography variant="h2" gutterBottom>
        {t('history')}
      </Typography>
      <Stack component="ol" sx={{ m: 0, p: 0, gap: 1.5, listStyle: 'none' }}>
        {data.items.toReversed().map((change) => (
          <li key={change.version}>
            <Typography variant="body2" color="textSecondary">
              <When at={change.at} form="exact" /> · {change.by.name}
            </Typography>
            {changesOf(change).map(([name, from, to]) => (
              <Typography key={name} variant="body2">
                {t(`correct.${name}`)}: <s>{from}</s> → <strong>{to}</strong>
              </Typography>
            ))}
          </li>
        ))}
      </Stack>
    </Card>
  );
}
