// A cross in the middle of the map and a button that takes what is below it: how one points without a mouse or a finger.
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import type { Position } from '@/ui/map/area';
import { useMap } from '@/ui/map/context';

interface AtCenterProps {
  icon: ReactNode;
  onPick: (at: Position) => void;
  children: ReactNode;
}

export function AtCenter({ icon, onPick, children }: AtCenterProps) {
  const { map } = useMap();
  const pick = () => {
    const { lng, lat } = map.getCenter();
    onPick([lng, lat]);
  };
  const bar = { position: 'absolute', bgcolor: 'text.primary', opacity: 0.55, pointerEvents: 'none' } as const;
  return (
    <>
      <Box aria-hidden sx={{ ...bar, left: 'calc(50% - 9px)', top: 'calc(50% - 0.5px)', width: 19, height: '1px' }} />
      <Box aria-hidden sx={{ ...bar, left: 'calc(50% - 0.5px)', top: 'calc(50% - 9px)', width: '1px', height: 19 }} />
      <Button
        variant="outlined"
        startIcon={icon}
        onClick={pick}
        sx={{
          position: 'absolute',
          bottom: 10,
          right: 10,
          bgcolor: 'background.paper',
          '&:hover': { bgcolor: 'background.paper' },
        }}
      >
        {children}
      </Button>
    </>
  );
}
