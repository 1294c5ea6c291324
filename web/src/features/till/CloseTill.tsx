import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import { type Closing, type Takings, closeTill } from '@/features/till/queries';
import { Confirm } from '@/ui/Confirm';
import { Money } from '@/ui/Money';
import { MoneyField } from '@/ui/MoneyField';
import { Section } from '@/ui/Section';
import { tabular } from '@/ui/theme';

interface CloseTillProps {
  of: string; // a key, or "" of whoever closes
  takings: Takings;
  onClosed: (closing: Closing) => void;
}

// The drawer is counted before the page says what should be in it: that is what a count is for.
export function CloseTill({ of, takings, onClosed }: CloseTillProps) {
  const { t } = useTranslation('till');
  const expected = takings.methods.filter(({ method }) => method === 'cash').map(({ sum }) => sum);
  const [declared, setDeclared] = useState<Record<string, number | null>>({});
  const [note, setNote] = useState('');
  const [asking, setAsking] = useState(false);
  const [key, setKey] = useState(newIdempotencyKey);
  const client = useQueryClient();
  const counted = expected.every(({ currency }) => declared[currency] !== null && declared[currency] !== undefined);

  const close = async () => {
    try {
      const cash = expected.map(({ currency }) => ({ currency, amount: declared[currency] ?? 0 }));
      const closing = await closeTill(of, { declared_cash: cash, note: note.trim() }, key);
      onClosed(closing);
      await client.invalidateQueries({ queryKey: ['till'] });
    } catch (problem) {
      setKey(newIdempotencyKey());
      throw problem;
    }
  };
  return (
    <Section title={t('close.title')}>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {t('close.text')}
      </Typography>
      <Stack sx={{ gap: 2, maxWidth: 420 }}>
        {expected.map(({ currency }) => (
          <MoneyField
            key={currency}
            label={t('close.declared')}
            currency={currency}
            amount={declared[currency]}
            onAmount={(amount) => setDeclared({ ...declared, [currency]: amount })}
          />
        ))}
        <TextField
          label={t('close.note')}
          value={note}
          onChange={({ target }) => setNote(target.value)}
          multiline
          maxRows={4}
          slotProps={{ htmlInput: { maxLength: 500 } }}
        />
        <Button variant="contained" size="large" disabled={!counted} onClick={() => setAsking(true)}>
          {t('close.title')}
        </Button>
      </Stack>
      <Confirm
        open={asking}
        title={t('close.title')}
        confirm={t('close.title')}
        onConfirm={close}
        onClose={() => setAsking(false)}
      >
        {t('close.sure')}
        {expected.map((sum) => (
          <Stack key={sum.currency} direction="row" sx={{ ...tabular, justifyContent: 'space-between', mt: 1 }}>
            <span>
              {t('closing.expected')} <Money money={sum} />
            </span>
            <strong>
              {t('closing.declared')} <Money money={{ currency: sum.currency, amount: declared[sum.currency] ?? 0 }} />
            </strong>
          </Stack>
        ))}
      </Confirm>
    </Section>
  );
}
