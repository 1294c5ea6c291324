import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '@/api/session';
import { CodeField } from '@/features/identity/CodeField';
import { QrCode } from '@/features/identity/QrCode';
import { beginTotp, turnTotpOff, turnTotpOn, useTakeSession } from '@/features/identity/queries';
import { useAttempt } from '@/features/identity/useAttempt';
import { Confirm } from '@/ui/Confirm';
import { ProblemAlert } from '@/ui/problem';

function Beginning({ secret, uri }: { secret: string; uri: string }) {
  const { t } = useTranslation('identity');
  const take = useTakeSession();
  const [code, setCode] = useState('');
  const { problem, running, onSubmit } = useAttempt(async () => take(await turnTotpOn(code)));
  return (
    <Stack component="form" noValidate onSubmit={onSubmit} sx={{ gap: 2, maxWidth: 360 }}>
      <QrCode text={uri} label={t('totp.qr')} />
      <Typography variant="body2">{t('totp.scan')}</Typography>
      <Box component="code" sx={{ fontFamily: 'ui-monospace, monospace', userSelect: 'all', overflowWrap: 'anywhere' }}>
        {secret}
      </Box>
      <CodeField label={t('totp.code')} value={code} onChange={setCode} problem={problem} />
      <ProblemAlert problem={problem} fields={['/code']} />
      <Button type="submit" variant="contained" loading={running}>
        {t('totp.submit')}
      </Button>
    </Stack>
  );
}

function TurnOff() {
  const { t } = useTranslation('identity');
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const off = async () => {
    await turnTotpOff(password);
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return (
    <>
      <Button color="error" onClick={() => setAsking(true)}>
        {t('totp.end')}
      </Button>
      <Confirm
        open={asking}
        title={t('totp.end_title')}
        confirm={t('totp.end')}
        danger
        onConfirm={off}
        onClose={() => setAsking(false)}
      >
        <Typography sx={{ mb: 2 }}>{t('totp.end_text')}</Typography>
        <TextField
          label={t('totp.password')}
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          margin="dense"
        />
      </Confirm>
    </>
  );
}

export function TotpCard({ on }: { on: boolean }) {
  const { t } = useTranslation('identity');
  const begun = useMutation({ mutationFn: beginTotp });
  return (
    <Card component="section" sx={{ p: 2 }}>
      <Typography variant="h2">{t('totp.title')}</Typography>
      <Typography color="textSecondary" sx={{ my: 1 }}>
        {t(on ? 'totp.on' : 'totp.off')}
      </Typography>
      <ProblemAlert problem={begun.error} />
      {on && <TurnOff />}
      {!on && begun.data && <Beginning {...begun.data} />}
      {!on && !begun.data && (
        <Button variant="outlined" onClick={() => begun.mutate()} loading={begun.isPending}>
          {t('totp.begin')}
        </Button>
      )}
    </Card>
  );
}
