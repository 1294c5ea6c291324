import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '@/api/session';
import { useBenefitText } from '@/features/discounts/BenefitField';
import { PermitForm } from '@/features/discounts/PermitForm';
import {
  type Permit,
  type PermitSettings,
  changePermit,
  permitHistoryQuery,
  permitQuery,
  permitSettings,
  revokePermit,
} from '@/features/discounts/queries';
import { useFormat } from '@/i18n/format';
import { Facts } from '@/ui/Facts';
import { FormDialog } from '@/ui/FormDialog';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { Section } from '@/ui/Section';
import { When } from '@/ui/When';
import { ErrorState, faultOf } from '@/ui/problem';

function PermitFacts({ permit }: { permit: Permit }) {
  const { t } = useTranslation('discounts');
  const format = useFormat();
  const benefitText = useBenefitText();
  return (
    <Facts
      facts={[
        [t('kind_label'), t(`kind.${permit.kind}`)],
        [t('holder'), permit.holder],
        [
          t('plates'),
          <Stack key="plates" direction="row" sx={{ gap: 0.75, flexWrap: 'wrap' }}>
            {permit.plates.map((plate) => (
              <Plate key={plate} plate={plate} />
            ))}
          </Stack>,
        ],
        [t('benefit_label'), benefitText(permit.benefit ?? { kind: 'free' })],
        [t('valid_from'), permit.valid_from && format.day(permit.valid_from)],
        [t('valid_until'), permit.valid_until && format.day(permit.valid_until)],
        [t('note'), permit.note],
      ]}
    />
  );
}

function History({ permit }: { permit: string }) {
  const { t } = useTranslation('discounts');
  const { data, error, refetch } = useQuery(permitHistoryQuery(permit));
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={80} />;
  return (
    <Facts
      facts={data.items.toReversed().map(({ version, made_at, by, settings }) => [
        t('version', { version }),
        <span key={version}>
          <When at={made_at} form="short" /> · {by.name} · {settings.plates.join(', ')}
        </span>,
      ])}
    />
  );
}

function RevokeDialog({ permit, onClose }: { permit: Permit; onClose: () => void }) {
  const { t } = useTranslation('discounts');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const revoke = async () => {
    await revokePermit(permit, reason.trim());
    await client.invalidateQueries({ queryKey: ['discounts'] });
  };
  return (
    <FormDialog
      title={t('permits.revoke')}
      submit={t('permits.revoke')}
      danger
      disabled={!reason.trim()}
      fields={['/reason']}
      onSubmit={revoke}
      onClose={onClose}
    >
      {(problem) => (
        <TextField
          label={t('reason')}
          required
          autoFocus
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          {...faultOf(problem, '/reason')}
        />
      )}
    </FormDialog>
  );
}

// Saved against the version that was opened: another's edit meanwhile is a conflict.
function EditPermit({ permit }: { permit: Permit }) {
  const [opened, setOpened] = useState(permit);
  const client = useQueryClient();
  const save = async (settings: PermitSettings) => {
    setOpened(await changePermit(opened, settings));
    await client.invalidateQueries({ queryKey: ['discounts'] });
  };
  return <PermitForm settings={permitSettings(permit)} onSave={save} />;
}

export default function PermitPage() {
  const { t } = useTranslation('discounts');
  const { permit: id = '' } = useParams();
  const { data: permit, error, refetch } = useQuery(permitQuery(id));
  const mayConfigure = useMay('discounts.configure');
  const [revoking, setRevoking] = useState(false);
  if (!permit) {
    return (
      <Page title={t('permit')}>
        {error ? (
          <ErrorState problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={320} />
        )}
      </Page>
    );
  }
  const mayChange = mayConfigure && !permit.revoked;
  const revoke = mayChange && (
    <Button color="error" onClick={() => setRevoking(true)}>
      {t('permits.revoke')}
    </Button>
  );
  return (
    <Page title={t('permit_of', { reference: permit.reference })} actions={revoke}>
      <Stack sx={{ gap: 2 }}>
        {permit.revoked && (
          <Alert severity="warning">
            {t('permits.revoked_text', { reason: permit.revoked.reason, name: permit.revoked.by.name })}{' '}
            <When at={permit.revoked.at} />
          </Alert>
        )}
        <Section title={t('permit')}>
          {mayChange ? <EditPermit key={id} permit={permit} /> : <PermitFacts permit={permit} />}
        </Section>
        <Section title={t('history')}>
          <History permit={id} />
        </Section>
      </Stack>
      {revoking && <RevokeDialog permit={permit} onClose={() => setRevoking(false)} />}
    </Page>
  );
}
