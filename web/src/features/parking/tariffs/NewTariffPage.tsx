import Skeleton from '@mui/material/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { paths } from '@/app/paths';
import { addTariff } from '@/features/parking/acts';
import { tariffsQuery, useRefresh } from '@/features/parking/queries';
import { TariffEditor } from '@/features/parking/tariffs/TariffEditor';
import { newDocument } from '@/features/parking/tariffs/document';
import { usePublish } from '@/features/parking/tariffs/usePublish';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';

export default function NewTariffPage() {
  const { t } = useTranslation('parking');
  const { data: tariffs, error, refetch } = useQuery(tariffsQuery);
  const navigate = useNavigate();
  const refresh = useRefresh();
  const publish = usePublish(addTariff);
  const like = tariffs?.[0]?.document;
  return (
    <Page title={t('tariffs.add')} width="full">
      {error && !tariffs && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !tariffs && <Skeleton variant="rounded" height={320} />}
      {tariffs && (
        <TariffEditor
          document={newDocument(
            like?.currency ?? 'ARS',
            like?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
          )}
          publish={async (document) => {
            const made = await publish(document);
            await refresh();
            void navigate(paths.tariff(made.id));
          }}
        />
      )}
    </Page>
  );
}
