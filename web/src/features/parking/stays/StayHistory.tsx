import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { historyQuery } from '@/features/parking/queries';
import { useFormat } from '@/i18n/format';
import { When } from '@/ui/When';
import { ErrorState } from '@/ui/problem';

type Line = Schemas['StayHistoryLine'];

function useDetail(): (line: Line) => string {
  const format = useFormat();
  return ({ detail }) => {
    const told = detail as {
      ticket?: string;
      amount?: Schemas['Money'];
      total?: Schemas['Money'];
      plate?: string;
      read_as?: string;
    } | null;
    const money = told?.amount ?? told?.total;
    return [told?.ticket, told?.plate, told?.read_as, money && format.money(money)].filter(Boolean).join(' · ');
  };
}

function OneLine({ line, zone }: { line: Line; zone: string }) {
  const { t } = useTranslation('parking');
  const detailOf = useDetail();
  const detail = detailOf(line);
  const reason = line.reason && t(`why.${line.reason}`, { defaultValue: line.reason });
  return (
    <Box component="li" sx={{ borderLeft: '2px solid', borderColor: 'divider', pl: 2, pb: 1.5, position: 'relative' }}>
      <Box
        aria-hidden
        sx={{
          position: 'absolute',
          left: -5,
          top: 7,
          width: 8,
          height: 8,
          borderRadius: '50%',
          bgcolor: 'primary.main',
        }}
      />
      <Typography component="span" sx={{ fontWeight: 600 }}>
        {t(`act.${line.act}`, { defaultValue: line.act })}
      </Typography>
      {detail && <Typography component="span"> · {detail}</Typography>}
      <Typography variant="body2" color="textSecondary">
        <When at={line.at} zone={zone} form="moment" />
        {line.by.key && ` · ${line.by.name}`}
        {reason && ` · ${reason}`}
      </Typography>
    </Box>
  );
}

export function StayHistory({ stay, zone }: { stay: string; zone: string }) {
  const { data, error, refetch } = useQuery(historyQuery(stay));
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={120} />;
  return (
    <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {data.toReversed().map((line, index) => (
        <OneLine key={index} line={line} zone={zone} />
      ))}
    </Box>
  );
}
