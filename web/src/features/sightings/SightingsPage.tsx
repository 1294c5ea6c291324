import ManageSearchIcon from '@mui/icons-material/ManageSearch';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { paths } from '@/app/paths';
import { AreaDialog } from '@/features/sightings/AreaDialog';
import { ReasonNote } from '@/features/sightings/ReasonNote';
import { ResultsMap } from '@/features/sightings/ResultsMap';
import { SearchField } from '@/features/sightings/SearchField';
import { SearchFilters } from '@/features/sightings/SearchFilters';
import { columnsOf } from '@/features/sightings/columns';
import { isTooWide, narrowings, queryOf } from '@/features/sightings/filters';
import { type Sighting, sightingsQuery } from '@/features/sightings/queries';
import { useFilters } from '@/features/sightings/useFilters';
import { useLive } from '@/features/sightings/useLive';
import { useSettled } from '@/features/sightings/useSettled';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { theme } from '@/ui/theme';

const MAP_HEIGHT = 'max(320px, calc(100dvh - 468px))'; // what a phone's screen has left between the tabs and the bar
const MAP_WAITS_MS = 300; // the table comes first while somebody types
const PAGES_KEPT_LIVE = 2; // who has gone further down reads in peace

function useColumns() {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { zones, zoneOf, timeZoneOf } = useZones();
  const columns = useMemo(
    () => columnsOf(t, format, timeZoneOf, (sighting) => zoneOf(sighting)?.name),
    [t, format, zoneOf, timeZoneOf],
  );
  return { columns, zones };
}

export default function SightingsPage() {
  const { t } = useTranslation('sightings');
  const { filters, key, chosen, narrowing, change, choose } = useFilters();
  const { columns, zones } = useColumns();
  const navigate = useNavigate();
  const wide = useMediaQuery(theme.breakpoints.up('md'), { noSsr: true });
  const [shown, setShown] = useState<'table' | 'map'>('table');
  const [drawing, setDrawing] = useState(false);
  const draw = useCallback(() => setDrawing(true), []);
  const [now] = useState(() => Date.now());

  const tooWide = isTooWide(queryOf(filters, zones, now), now);
  const asked = useMemo(() => (tooWide ? { ...filters, plate: '' } : filters), [filters, tooWide]);
  const waitsForZones = asked.zone !== '' && zones.length === 0;
  const search = useInfiniteQuery({ ...sightingsQuery(asked, zones), enabled: !waitsForZones });
  const rows = useMemo(() => search.data?.pages.flatMap(({ items }) => items), [search.data]);
  const results = useMemo(() => ({ rows, filters: asked, fit: key }), [rows, asked, key]);
  const onMap = useSettled(results, MAP_WAITS_MS);
  useLive(() => (search.data?.pages.length ?? 0) <= PAGES_KEPT_LIVE && !filters.plate);

  const open = ({ id }: Sighting) => (wide && id !== chosen ? choose(id) : void navigate(paths.sighting(id)));
  const empty = (
    <EmptyState
      icon={ManageSearchIcon}
      title={t('empty.title')}
      text={filters.plate || narrowings(filters) ? t('empty.filtered') : t('empty.text')}
    />
  );
  const table = (
    <Card>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={empty}
        onOpen={open}
        selected={chosen}
        stale={search.isPlaceholderData}
        problem={search.error}
        onRetry={() => void search.refetch()}
        onMore={search.hasNextPage && (() => void search.fetchNextPage())}
        loadingMore={search.isFetchingNextPage}
      />
    </Card>
  );
  const map = <ResultsMap {...onMap} zones={zones} chosen={chosen} onChoose={choose} />;
  return (
    <Page title={t('title')} width="full" actions={<ReasonNote />}>
      <Stack sx={{ gap: 1.5, mb: 2 }} role="search" aria-label={t('search.label')}>
        <SearchField
          value={filters.plate}
          onChange={(plate) => change({ plate })}
          hint={tooWide ? t('search.too_wide') : undefined}
        />
        <SearchFilters filters={narrowing} zones={zones} onChange={change} onDraw={draw} />
      </Stack>
      {wide ? (
        <Box
          sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1.15fr) minmax(0, 1fr)', gap: 2, alignItems: 'start' }}
        >
          {table}
          <Box sx={{ position: 'sticky', top: 16, height: 'calc(100dvh - 32px)', minHeight: 420, display: 'flex' }}>
            {map}
          </Box>
        </Box>
      ) : (
        <>
          <Tabs
            value={shown}
            onChange={(_, next: 'table' | 'map') => setShown(next)}
            variant="fullWidth"
            sx={{ mb: 1 }}
          >
            <Tab value="table" label={t('view.table')} />
            <Tab value="map" label={t('view.map')} />
          </Tabs>
          {shown === 'table' ? table : <Box sx={{ height: MAP_HEIGHT, display: 'flex' }}>{map}</Box>}
        </>
      )}
      {drawing && (
        <AreaDialog
          area={filters.area}
          zones={zones}
          onClose={() => setDrawing(false)}
          onChosen={(area) => change({ area, zone: '' })}
        />
      )}
    </Page>
  );
}
