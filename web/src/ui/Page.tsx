import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type ReactNode, useEffect, useRef } from 'react';

interface PageProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  width?: 'narrow' | 'normal' | 'full';
}

const WIDTHS = { narrow: 680, normal: 1320, full: 'none' } as const;

// Where they need more than a line, the one that is wanted most comes first.
const ACTIONS = {
  alignItems: 'center',
  gap: 1,
  flexWrap: 'wrap',
  '& .MuiButton-contained': { order: { xs: -1, md: 0 } },
} as const;

let opened = 0;

// A number such as T-2026-000123 stays in one line.
const unbroken = (title: string): ReactNode[] =>
  title.split(/\b(\w-\d{4}-\d+)\b/).map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} style={{ whiteSpace: 'nowrap' }}>
        {part}
      </span>
    ) : (
      part
    ),
  );

// A page with its one heading, which takes the focus when one comes from another page, so that it is read out.
export function Page({ title, actions, children, width = 'normal' }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (opened++ > 0) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${title} · Patente`;
  }, [title]);
  return (
    <Box sx={{ maxWidth: WIDTHS[width], mx: 'auto', width: '100%', px: { xs: 2, md: 3 }, py: { xs: 2, md: 3 } }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 2, flexWrap: 'wrap', mb: 2, minHeight: 40 }}>
        <Typography variant="h1" ref={heading} tabIndex={-1} sx={{ flex: '1 1 11rem' }}>
          {unbroken(title)}
        </Typography>
        {actions && (
          <Stack direction="row" sx={ACTIONS}>
            {actions}
          </Stack>
        )}
      </Stack>
      {children}
    </Box>
  );
}
