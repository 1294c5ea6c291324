// What stands before the app: a card in the middle, with the brand above and the preferences below.
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { type ReactNode, useEffect } from 'react';

export interface EntranceProps {
  brand: ReactNode;
  preferences: ReactNode;
}

export function Entrance({
  brand,
  preferences,
  title,
  children,
}: EntranceProps & { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Patente`;
  }, [title]);
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Card sx={{ width: '100%', maxWidth: 400 }}>
        {brand}
        <Box sx={{ px: 2, pb: 1 }}>
          <Typography variant="h1" sx={{ mb: 2 }}>
            {title}
          </Typography>
          {children}
        </Box>
        {preferences}
      </Card>
    </Box>
  );
}
