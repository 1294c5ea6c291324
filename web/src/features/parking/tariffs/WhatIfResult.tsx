import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Schemas } from '@/api/client';
import { paths } from '@/app/paths';
import { Section } from '@/ui/Section';
import type { Zone } from '@/features/parking/queries';
import { useFormat } from '@/i18n/format';
import { type Column, DataTable } from '@/ui/DataTable';
import { Money } from '@/ui/Money';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { tabular } from '@/ui/theme';

type Result = Schemas['WhatIf'];
type Amount = Schemas['Money'];

function Signed({ money }: { money: Amount }) {
  return (
    <Box
      component="span"
      sx={{ fontWeight: 600, color: money.amount > 0 ? 'success.main' : money.amount < 0 ? 'error.main' : undefined }}
    >
      {money.amount > 0 && '+'}
      <Money money={money} />
    </Box>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Paper variant="outlined" sx={{ p: 2 }}>
      <Typography variant="body2" color="textSecondary">
        {label}
      </Typography>
      <Box sx={{ ...tabular, fontSize: '1.3rem', fontWeight: 650 }}>{children}</Box>
    </Paper>
  );
}

const HEIGHT = 140;
const BAR = 10;

// Two bars a day: as it was, and as it would have been.
function Days({ result }: { result: Result }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const most = Math.max(1, ...result.days.flatMap(({ was, would }) => [was.amount, would.amount]));
  const height = (amount: number) => Math.max(1, (amount / most) * HEIGHT);
  const width = result.days.length * BAR * 3;
  return (
    <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('what_if.days')}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={t('what_if.days')}
        style={{ width: '100%', minWidth: Math.min(width, 900), height: HEIGHT }}
        preserveAspectRatio="none"
      >
        {result.days.map(({ day, was, would }, index) => (
          <g key={day}>
            <title>{`${format.moment(`${day}T12:00:00Z`, 'UTC', 'day')}: ${format.money(was)} → ${format.money(would)}`}</title>
            <Box
              component="rect"
              x={index * BAR * 3 + BAR / 2}
              y={HEIGHT - height(was.amount)}
              width={BAR}
              height={height(was.amount)}
              sx={{ fill: 'var(--mui-palette-text-secondary)', opacity: 0.5 }}
            />
            <Box
              component="rect"
              x={index * BAR * 3 + BAR * 1.5}
              y={HEIGHT - height(would.amount)}
              width={BAR}
              height={height(would.amount)}
              sx={{ fill: 'var(--mui-palette-primary-main)' }}
            />
          </g>
        ))}
      </svg>
    </Box>
  );
}

export function WhatIfResult({ result, zones }: { result: Result; zones: Zone[] }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const navigate = useNavigate();
  const { total, time_zone: zone } = result;
  const columns: Column<Result['differ_most'][number]>[] = [
    { key: 'plate', label: t('plate'), width: '118px', cell: ({ plate }) => <Plate plate={plate} /> },
    { key: 'zone', label: t('zone'), onPhone: false, cell: (stay) => zones.find(({ id }) => id === stay.zone)?.name },
    {
      key: 'entered',
      label: t('entered'),
      width: '150px',
      onPhone: false,
      cell: ({ entered_at }) => <When at={entered_at} zone={zone} form="short" />,
    },
    {
      key: 'was',
      label: t('what_if.was'),
      width: '120px',
      align: 'right',
      onPhone: false,
      cell: ({ was }) => <Money money={was} />,
    },
    {
      key: 'would',
      label: t('what_if.would'),
      align: 'right',
      width: 'minmax(96px, 120px)',
      cell: ({ would }) => <Money money={would} />,
    },
    {
      key: 'difference',
      label: t('what_if.difference'),
      align: 'right',
      width: 'minmax(96px, 130px)',
      cell: ({ difference }) => <Signed money={difference} />,
    },
  ];
  return (
    <>
      <Box
        role="status"
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(170px, 1fr))', gap: 1.5 }}
      >
        <Figure label={t('what_if.stays')}>{format.number(total.stays)}</Figure>
        <Figure label={t('what_if.was')}>
          <Money money={total.was} />
        </Figure>
        <Figure label={t('what_if.would')}>
          <Money money={total.would} />
        </Figure>
        <Figure label={t('what_if.difference')}>
          <Signed money={total.difference} />
        </Figure>
        <Figure label={t('what_if.dearer_cheaper')}>
          {format.number(total.dearer)} / {format.number(total.cheaper)}
        </Figure>
      </Box>
      {result.left_out > 0 && (
        <Typography color="textSecondary">{t('what_if.left_out', { count: result.left_out })}</Typography>
      )}
      <Section title={t('what_if.days')}>
        <Days result={result} />
      </Section>
      {result.differ_most.length > 0 && (
        <Section title={t('what_if.differ_most')}>
          <DataTable
            label={t('what_if.differ_most')}
            columns={columns}
            rows={result.differ_most}
            rowKey={({ stay }) => stay}
            onOpen={({ stay }) => void navigate(paths.stay(stay))}
            empty={null}
          />
        </Section>
      )}
    </>
  );
}
