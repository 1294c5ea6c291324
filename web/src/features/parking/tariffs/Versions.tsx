import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/ui/Section';
import type { Tariff, TariffDocument } from '@/features/parking/queries';
import { type Change, changes } from '@/features/parking/tariffs/document';
import { useFormat } from '@/i18n/format';

const MONEY = ['price', 'flat', 'amount', 'minimum', 'surcharge', 'total', 'unit'];

function useChangeText(currency: string) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  return {
    where: ({ path }: Change) => path.map((part) => t(`field.${part}`, { defaultValue: part })).join(' › '),
    value: ({ path }: Change, value: unknown) => {
      if (value === undefined) return '—';
      if (typeof value === 'number' && MONEY.includes(path.at(-1) ?? ''))
        return format.money({ amount: value, currency });
      return typeof value === 'boolean' ? t(value ? 'diff.yes' : 'diff.no') : String(value);
    },
  };
}

export function Differences({ before, after }: { before: TariffDocument; after: TariffDocument }) {
  const { t } = useTranslation('parking');
  const text = useChangeText(after.currency);
  const found = changes(before, after);
  if (found.length === 0) return <Typography color="textSecondary">{t('diff.none')}</Typography>;
  return (
    <Table size="small" aria-label={t('diff.title')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('diff.what')}</TableCell>
          <TableCell>{t('diff.before')}</TableCell>
          <TableCell>{t('diff.after')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {found.map((change) => (
          <TableRow key={change.path.join('/')}>
            <TableCell>{text.where(change)}</TableCell>
            <TableCell
              sx={{ color: 'text.secondary', textDecoration: change.before === undefined ? undefined : 'line-through' }}
            >
              {text.value(change, change.before)}
            </TableCell>
            <TableCell sx={{ fontWeight: 600 }}>{text.value(change, change.after)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

export function Versions({ versions }: { versions: Tariff[] }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const [chosen, setChosen] = useState(versions.length - 1);
  const [against, setAgainst] = useState(Math.max(0, versions.length - 2));
  const name = ({ version, document, created_at, created_by }: Tariff) =>
    [
      t('tariffs.version', { version }),
      document.valid_from && t('tariffs.from', { day: document.valid_from }),
      `${format.moment(created_at, document.zone, 'date')} ${created_by}`,
    ]
      .filter(Boolean)
      .join(' · ');
  const choice = (label: string, value: number, choose: (index: number) => void) => (
    <TextField select label={label} value={value} onChange={({ target }) => choose(Number(target.value))}>
      {versions.map((version, index) => (
        <MenuItem key={version.version} value={index}>
          {name(version)}
        </MenuItem>
      ))}
    </TextField>
  );
  const [before, after] = [versions[against], versions[chosen]];
  return (
    <Section title={t('diff.title')}>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5, mb: 2 }}>
        {choice(t('diff.before'), against, setAgainst)}
        {choice(t('diff.after'), chosen, setChosen)}
      </Stack>
      {before && after && <Differences before={before.document} after={after.document} />}
    </Section>
  );
}
