import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Takings } from '@/features/till/queries';
import { useFormat } from '@/i18n/format';
import { Money } from '@/ui/Money';

const WIDE = { display: { xs: 'none', sm: 'table-cell' } };

// What was taken by each method, as the server counted it.
export function TakingsTable({ takings }: { takings: Takings }) {
  const { t } = useTranslation('till');
  const format = useFormat();
  return (
    <Table size="small" sx={{ '& td, & th': { px: { xs: 0, sm: 2 } } }} aria-label={t('takings.title')}>
      <TableHead>
        <TableRow>
          <TableCell>{t('takings.method')}</TableCell>
          <TableCell align="right" sx={WIDE}>
            {t('takings.count')}
          </TableCell>
          <TableCell align="right" sx={WIDE}>
            {t('takings.taken')}
          </TableCell>
          <TableCell align="right" sx={WIDE}>
            {t('takings.given_back')}
          </TableCell>
          <TableCell align="right">{t('takings.sum')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {takings.methods.map((each) => (
          <TableRow key={each.method + each.sum.currency}>
            <TableCell>
              {t(`method.${each.method}`)}
              {each.refunds > 0 && (
                <Typography variant="body2" color="textSecondary" sx={{ display: { sm: 'none' } }}>
                  {t('takings.taken')} <Money money={each.taken} />, {t('takings.given_back').toLowerCase()}{' '}
                  <Money money={each.given_back} />
                </Typography>
              )}
            </TableCell>
            <TableCell align="right" sx={WIDE}>
              {format.number(each.payments)}
              {each.refunds > 0 && ` − ${format.number(each.refunds)}`}
            </TableCell>
            <TableCell align="right" sx={WIDE}>
              <Money money={each.taken} />
            </TableCell>
            <TableCell align="right" sx={WIDE}>
              <Money money={each.given_back} />
            </TableCell>
            <TableCell align="right" sx={{ fontWeight: 600 }}>
              <Money money={each.sum} />
            </TableCell>
          </TableRow>
        ))}
        {takings.paid.map((sum) => (
          <TableRow key={sum.currency} sx={{ '& td': { fontWeight: 700, borderBottom: 0 } }}>
            <TableCell>{t('takings.paid')}</TableCell>
            <TableCell colSpan={3} sx={WIDE} />
            <TableCell align="right">
              <Money money={sum} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
