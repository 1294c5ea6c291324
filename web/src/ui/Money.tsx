import Box from '@mui/material/Box';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { tabular } from '@/ui/theme';

export function Money({ money }: { money: Schemas['Money'] }) {
  const format = useFormat();
  return (
    <Box component="span" sx={{ ...tabular, whiteSpace: 'nowrap' }}>
      {format.money(money)}
    </Box>
  );
}
