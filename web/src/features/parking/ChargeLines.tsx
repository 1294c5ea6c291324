// What is owed and why, as the server charged it: nothing is computed here.
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Charge } from '@/features/parking/queries';
import { currentLanguage } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { Money } from '@/ui/Money';

interface ChargeLinesProps {
  charge: Charge;
  zone?: string; // time zone
}

export function ChargeLines({ charge, zone }: ChargeLinesProps) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  const language = currentLanguage();
  const { currency } = charge.total;
  return (
    <Table size="small" aria-label={t('charge.title')} sx={{ '& td': { px: 0, borderColor: 'divider' } }}>
      <TableBody>
        {charge.lines.map((line, index) => (
          <TableRow key={index}>
            <TableCell>
              {line.why[language]}
              <Typography variant="caption" color="textSecondary" component="div">
                {format.span(line.from, line.to, zone)}
              </Typography>
            </TableCell>
            <TableCell align="right" sx={{ verticalAlign: 'top' }}>
              <Money money={{ amount: line.amount, currency }} />
            </TableCell>
          </TableRow>
        ))}
        {charge.lines.length === 0 && (
          <TableRow>
            <TableCell colSpan={2}>{t('charge.nothing')}</TableCell>
          </TableRow>
        )}
        <TableRow sx={{ '& td': { borderBottom: 0, fontWeight: 700, fontSize: '1.05rem' } }}>
          <TableCell>{t('charge.total')}</TableCell>
          <TableCell align="right">
            <Money money={charge.total} />
          </TableCell>
        </TableRow>
      </TableBody>
    </Table>
  );
}
