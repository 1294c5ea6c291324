import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '@/ui/Section';
import type { TariffDocument } from '@/features/parking/queries';
import { Examples } from '@/features/parking/tariffs/Examples';
import { TariffForm } from '@/features/parking/tariffs/TariffForm';
import { Differences } from '@/features/parking/tariffs/Versions';
import { WhatIf } from '@/features/parking/tariffs/WhatIf';
import { type Example, firstExamples } from '@/features/parking/tariffs/document';
import { atRoot, explainQuery } from '@/features/parking/tariffs/explain';
import { FormDialog } from '@/ui/FormDialog';

interface TariffEditorProps {
  document: TariffDocument;
  tariff?: string; // its id; none: a new one
  publish: (document: TariffDocument) => Promise<unknown>;
  versions?: ReactNode;
}

const TYPING_MS = 350;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export function TariffEditor({ document: stored, tariff, publish, versions }: TariffEditorProps) {
  const { t } = useTranslation('parking');
  const [document, setDocument] = useState(stored);
  const [saturday, ...others] = useState(() => firstExamples(new Date()))[0];
  const [tried, setTried] = useState<Example[]>([saturday, ...others]);
  const [refused, setRefused] = useState<{ document: TariffDocument; problem: unknown } | null>(null);
  const [publishing, setPublishing] = useState(false);
  const [tab, setTab] = useState('edit');
  const settled = useSettled(document);
  const { error } = useQuery(explainQuery(settled, saturday));

  const set = (change: Partial<TariffDocument>) => setDocument((before) => ({ ...before, ...change }));
  const publishLabel = tariff ? t('tariffs.publish') : t('tariffs.publish_new');
  const isUntouched = !tariff && document === stored; // an empty form is no fault yet
  const problem = refused?.document === document ? refused.problem : isUntouched ? null : atRoot(error);
  const submit = async () => {
    try {
      await publish(document);
    } catch (failure) {
      setRefused({ document, problem: failure });
      throw failure;
    }
  };
  return (
    <>
      <Box sx={{ display: 'flex', gap: 2, mb: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Tabs value={tab} onChange={(_, next: string) => setTab(next)} sx={{ flex: 1 }} aria-label={t('tariff')}>
          <Tab
            value="edit"
            label={t('tariffs.edit')}
            id="tab-edit"
            aria-controls="panel-edit"
            sx={{ textTransform: 'none' }}
          />
          <Tab
            value="what_if"
            label={t('what_if.tab')}
            id="tab-what_if"
            aria-controls="panel-what_if"
            sx={{ textTransform: 'none' }}
          />
          {versions && (
            <Tab
              value="versions"
              label={t('tariffs.versions')}
              id="tab-versions"
              aria-controls="panel-versions"
              sx={{ textTransform: 'none' }}
            />
          )}
        </Tabs>
        <Button variant="contained" onClick={() => setPublishing(true)} disabled={document === stored}>
          {publishLabel}
        </Button>
      </Box>
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'edit' && (
          <Box
            sx={{
              display: 'grid',
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1.7fr) minmax(320px, 1fr)' },
              gap: 2,
              alignItems: 'start',
            }}
          >
            <TariffForm document={document} set={set} problem={problem} isNew={!tariff} />
            <Box
              sx={{ position: { lg: 'sticky' }, top: 16, maxHeight: { lg: 'calc(100dvh - 32px)' }, overflowY: 'auto' }}
            >
              <Section title={t('examples.title')}>
                <Examples
                  document={settled}
                  kept={document.examples ?? []}
                  tried={tried}
                  onChange={(kept, next) => {
                    if (kept !== document.examples) set({ examples: kept });
                    setTried(next);
                  }}
                />
              </Section>
            </Box>
          </Box>
        )}
        {tab === 'what_if' && <WhatIf document={document} tariff={tariff} />}
        {tab === 'versions' && versions}
      </div>
      {publishing && (
        <FormDialog
          title={publishLabel}
          submit={publishLabel}
          fields={[]}
          onSubmit={submit}
          onClose={() => setPublishing(false)}
        >
          {() => (
            <>
              {t('tariffs.publish_text')}
              {tariff && <Differences before={stored} after={document} />}
            </>
          )}
        </FormDialog>
      )}
    </>
  );
}
