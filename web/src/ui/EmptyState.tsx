import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { Icon } from '@/ui/feature';

interface EmptyStateProps {
  icon?: Icon;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Symbol, title, text, action }: EmptyStateProps) {
  return (
    <Stack sx={{ alignItems: 'center', textAlign: 'center', gap: 1, py: 6, px: 2 }}>
      {Symbol && <Symbol aria-hidden sx={{ fontSize: 44, color: 'text.secondary', opacity: 0.7 }} />}
      <Typography variant="h3" component="p">
        {title}
      </Typography>
      {text && (
        <Typography component="div" color="textSecondary" sx={{ maxWidth: 460 }}>
          {text}
        </Typography>
      )}
      {action}
    </Stack>
  );
}
