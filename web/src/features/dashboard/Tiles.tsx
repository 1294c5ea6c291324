import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import type { Part, Usual } from '@/features/dashboard/queries';
import { Money } from '@/ui/Money';
import { tabular } from '@/ui/theme';

interface TileProps {
  label: string;
  value: ReactNode;
  long?: boolean; // an amount of money
  now?: number;
  usual?: number;
  usualText?: string;
}

// The share by which today differs; nothing where there is nothing to compare with.
function Against({ now, usual, usualText }: Pick<TileProps, 'now' | 'usual' | 'usualText'>) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  if (now === undefined || usual === undefined || usualText === undefined) return null;
  const share = usual > 0 ? (now - usual) / usual : null;
  return (
    <Typography variant="body2" color="textSecondary">
      {share !== null && (
        <Box component="span" sx={{ fontWeight: 650, color: 'text.primary', ...tabular }}>
          {share > 0 ? '▲' : share < 0 ? '▼' : '='}{' '}
          {format.number(Math.abs(share), { style: 'percent', maximumFractionDigits: 0 })}
          {' · '}
        </Box>
      )}
      {t('usual_is', { usual: usualText })}
    </Typography>
  );
}

function Tile({ label, value, long = false, ...against }: TileProps) {
  return (
    <Card sx={{ p: 2, containerType: 'inline-size' }}>
      <Typography variant="body2" component="h2" color="textSecondary">
        {label}
      </Typography>
      <Box
        sx={{
          fontSize: `clamp(1rem, ${long ? 9 : 18}cqi, 1.5rem)`,
          whiteSpace: 'nowrap',
          fontWeight: 650,
          lineHeight: 1.3,
          ...tabular,
        }}
      >
        {value}
      </Box>
      <Against {...against} />
    </Card>
  );
}

const amountOf = (money: Schemas['Money'][], currency: string) =>
  money.find((each) => each.currency === currency)?.amount ?? 0;

export function Tiles({ totals, usual }: { totals: Part | undefined; usual: Usual | undefined }) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const compared = usual && usual.weeks > 0 ? usual.usual : undefined;
  const waiting = <Skeleton width="60%" />;
  const currency = totals?.charges_total[0]?.currency ?? compared?.charges_total[0]?.currency;
  const usualAmount = compared && currency ? amountOf(compared.charges_total, currency) : undefined;
  const count = (key: 'plates' | 'unique_places', label: string) => (
    <Tile
      label={label}
      value={totals ? format.number(totals[key]) : waiting}
      now={totals?.[key]}
      usual={compared?.[key]}
      usualText={compared && format.number(compared[key])}
    />
  );
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: '1fr 1fr', sm: 'minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.5fr)' },
      }}
    >
      {count('plates', t('plates'))}
      {count('unique_places', t('places'))}
      <Box sx={{ gridColumn: { xs: '1 / -1', sm: 'auto' } }}>
        <Tile
          long
          label={t('charges')}
          value={
            totals
              ? totals.charges_total.length > 0
                ? totals.charges_total.map((money) => (
                    <div key={money.currency}>
                      <Money money={money} />
                    </div>
                  ))
                : format.number(0)
              : waiting
          }
          now={totals && currency ? amountOf(totals.charges_total, currency) : undefined}
          usual={usualAmount}
          usualText={
            usualAmount !== undefined && currency ? format.money({ amount: usualAmount, currency }) : undefined
          }
        />
      </Box>
      {usual && (
        <Typography variant="body2" color="textSecondary" sx={{ gridColumn: '1 / -1' }}>
          {usual.weeks > 0 ? t('compared', { count: usual.weeks }) : t('not_compared')}
        </Typography>
      )}
    </Box>
  );
}
