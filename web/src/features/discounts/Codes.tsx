import ContentCopyIcon from '@mui/icons-material/ContentCopyOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import { makeCodes } from '@/features/discounts/queries';
import { Section } from '@/ui/Section';
import { ProblemAlert } from '@/ui/problem';

const MOST = 1000;

// Codes for a shop to hand out. They are shown when they are made, and not again.
export function Codes({ stamp }: { stamp: string }) {
  const { t } = useTranslation('discounts');
  const [count, setCount] = useState(20);
  const made = useMutation({ mutationFn: () => makeCodes(stamp, count, newIdempotencyKey()), retry: false });
  const codes = made.data?.items ?? [];
  return (
    <Section title={t('codes.title')}>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {t('codes.text')}
      </Typography>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'flex-start' }}>
        <TextField
          type="number"
          label={t('codes.count')}
          value={count}
          onChange={({ target }) => setCount(Number(target.value))}
          sx={{ width: 120 }}
          slotProps={{ htmlInput: { min: 1, max: MOST } }}
        />
        <Button
          variant="outlined"
          onClick={() => made.mutate()}
          loading={made.isPending}
          disabled={count < 1 || count > MOST}
        >
          {t('codes.make')}
        </Button>
        {codes.length > 0 && (
          <Button startIcon={<ContentCopyIcon />} onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>
            {t('codes.copy')}
          </Button>
        )}
      </Stack>
      <ProblemAlert problem={made.error} />
      {codes.length > 0 && (
        <Box
          component="ul"
          aria-label={t('codes.title')}
          sx={{ columnWidth: 140, fontFamily: 'monospace', fontSize: '1.05rem', listStyle: 'none', p: 0, m: 0, mt: 2 }}
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </Box>
      )}
    </Section>
  );
}
