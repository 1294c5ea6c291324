import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useMay } from '@/api/session';
import { addVersion } from '@/features/parking/acts';
import { type Tariff, useRefresh, versionsQuery } from '@/features/parking/queries';
import { TariffEditor } from '@/features/parking/tariffs/TariffEditor';
import { TariffShown } from '@/features/parking/tariffs/TariffShown';
import { usePublish } from '@/features/parking/tariffs/usePublish';
import { Versions } from '@/features/parking/tariffs/Versions';
import { currentLanguage } from '@/i18n';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';

function Loaded({ versions, latest }: { versions: Tariff[]; latest: Tariff }) {
  const mayConfigure = useMay('parking.configure');
  const refresh = useRefresh();
  const publish = usePublish((document, key) => addVersion(latest.id, document, key));
  const history = <Versions key={versions.length} versions={versions} />;
  if (!mayConfigure) {
    return (
      <Stack sx={{ gap: 2 }}>
        <TariffShown document={latest.document} />
        {versions.length > 1 && history}
      </Stack>
    );
  }
  return (
    <TariffEditor
      key={latest.version}
      document={latest.document}
      tariff={latest.id}
      publish={async (document) => {
        await publish(document);
        await refresh();
      }}
      versions={history}
    />
  );
}

export default function TariffPage() {
  const { t } = useTranslation('parking');
  const { tariff: id = '' } = useParams();
  const { data: versions, error, refetch } = useQuery(versionsQuery(id));
  const latest = versions?.at(-1);
  return (
    <Page title={latest?.document.name[currentLanguage()] ?? t('tariff')} width="full">
      {error && !versions && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !versions && <Skeleton variant="rounded" height={320} />}
      {versions && latest && <Loaded versions={versions} latest={latest} />}
    </Page>
  );
}
