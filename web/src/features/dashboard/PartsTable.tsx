import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { Bar } from '@/features/dashboard/bars';
import { tabular } from '@/ui/theme';

interface PartsTableProps {
  bars: Bar[];
  caption: string;
  label: (at: string) => string;
  value: (value: number) => string;
}

// The chart's figures as text.
export function PartsTable({ bars, caption, label, value }: PartsTableProps) {
  const { t } = useTranslation('dashboard');
  const isCompared = bars.some(({ usual }) => usual !== null);
  return (
    <Box sx={{ maxHeight: 280, overflow: 'auto' }} tabIndex={0} role="region" aria-label={caption}>
      <Box
        component="table"
        sx={{ width: '100%', borderCollapse: 'collapse', ...tabular, '& td, & th': { textAlign: 'right', p: 0.5 } }}
      >
        <thead>
          <tr>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('value')}</th>
            {isCompared && <th scope="col">{t('usual')}</th>}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.from}>
              <th scope="row">{label(bar.from)}</th>
              <td>{value(bar.value)}</td>
              {isCompared && <td>{bar.usual === null ? '' : value(bar.usual)}</td>}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
