// A shop's stamp on a stay, by the shop's own stamp or by a code that it handed out.
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { newIdempotencyKey } from '@/api/client';
import { useMay } from '@/api/session';
import { useBenefitText } from '@/features/discounts/BenefitField';
import { giveStamp, stampsQuery, takeStampBack, validationsQuery } from '@/features/discounts/queries';
import { Page } from '@/ui/Page';
import { Section } from '@/ui/Section';
import { When } from '@/ui/When';
import { ProblemAlert, faultOf } from '@/ui/problem';

const BY_CODE = '';

function OnTheStay({ stay }: { stay: string }) {
  const { t } = useTranslation('discounts');
  const mayConfigure = useMay('discounts.configure');
  const { data: given } = useQuery({ ...validationsQuery(stay), enabled: Boolean(stay) });
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: (validation: string) => takeStampBack(validation, ''),
    onSuccess: () => client.invalidateQueries({ queryKey: ['discounts'] }),
  });
  const benefitText = useBenefitText();
  if (!given?.length) return null;
  return (
    <Section title={t('give.on_stay')}>
      <ProblemAlert problem={back.error} />
      {given.map((each) => (
        <Stack key={each.id} direction="row" sx={{ alignItems: 'center', gap: 1 }}>
          <span style={{ flex: 1 }}>
            {each.shop} · {benefitText(each.benefit)} · <When at={each.given_at} form="short" /> · {each.by.name}
          </span>
          {mayConfigure && (
            <Button size="small" disabled={back.isPending} onClick={() => back.mutate(each.id)}>
              {t('give.take_back')}
            </Button>
          )}
        </Stack>
      ))}
    </Section>
  );
}

export default function GivePage() {
  const { t } = useTranslation('discounts');
  const [params] = useSearchParams();
  const mayRead = useMay('discounts.read');
  const { data: stamps = [] } = useQuery({ ...stampsQuery, enabled: mayRead });
  const [stay, setStay] = useState(params.get('stay') ?? '');
  const [stamp, setStamp] = useState(BY_CODE);
  const [code, setCode] = useState('');
  const client = useQueryClient();
  const benefitText = useBenefitText();
  const given = useMutation({
    mutationFn: () =>
      giveStamp({ stay: stay.trim(), stamp: stamp || null, code: stamp ? '' : code.trim() }, newIdempotencyKey()),
    onSuccess: () => client.invalidateQueries({ queryKey: ['discounts'] }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    given.mutate();
  };
  const active = stamps.filter((each) => each.active !== false);
  return (
    <Page title={t('give.title')} width="narrow">
      <Stack sx={{ gap: 2 }}>
        <form onSubmit={submit} noValidate>
          <Stack sx={{ gap: 2 }}>
            <TextField
              label={t('give.stay')}
              required
              value={stay}
              onChange={({ target }) => setStay(target.value)}
              helperText={t('give.stay_help')}
              {...faultOf(given.error, '/stay')}
            />
            {active.length > 0 && (
              <TextField
                select
                label={t('stamp')}
                value={stamp}
                onChange={({ target }) => setStamp(target.value)}
                slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
                {...faultOf(given.error, '/stamp')}
              >
                <MenuItem value={BY_CODE}>{t('give.by_code')}</MenuItem>
                {active.map((each) => (
                  <MenuItem key={each.id} value={each.id}>
                    {each.shop} · {benefitText(each.benefit)}
                  </MenuItem>
                ))}
              </TextField>
            )}
            {stamp === BY_CODE && (
              <TextField
                label={t('give.code')}
                required
                value={code}
                onChange={({ target }) => setCode(target.value.toUpperCase())}
                slotProps={{ htmlInput: { autoCapitalize: 'characters', spellCheck: false, autoComplete: 'off' } }}
                {...faultOf(given.error, '/code')}
              />
            )}
            <ProblemAlert problem={given.error} fields={['/stay', '/stamp', '/code']} />
            {given.data && (
              <Alert severity="success" role="status">
                {t('give.done', { shop: given.data.shop, benefit: benefitText(given.data.benefit) })}
              </Alert>
            )}
            <Button
              type="submit"
              variant="contained"
              size="large"
              loading={given.isPending}
              disabled={!stay.trim() || (!stamp && !code.trim())}
            >
              {t('give.submit')}
            </Button>
          </Stack>
        </form>
        {mayRead && <OnTheStay stay={given.data?.stay ?? params.get('stay') ?? ''} />}
      </Stack>
    </Page>
  );
}
