import Box from '@mui/material/Box';
import type { Schemas } from '@/api/client';
import { Money } from '@/ui/Money';

// What is too much or missing in the drawer.
export function Difference({ money }: { money: Schemas['Money'] }) {
  const colour = money.amount < 0 ? 'error.main' : money.amount > 0 ? 'warning.main' : 'success.main';
  return (
    <Box component="span" sx={{ color: colour, fontWeight: 600 }}>
      {money.amount > 0 && '+'}
      <Money money={money} />
    </Box>
  );
}
