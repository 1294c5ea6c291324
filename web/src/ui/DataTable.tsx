// A list of rows: headed columns, loading, empty and failed states, more rows on demand, and the keyboard: arrows, Home, End, Enter.
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { type KeyboardEvent, type ReactNode, memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/ui/problem';

export interface Column<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  width?: string; // a track of the grid: "120px", "minmax(120px, 1fr)"
  align?: 'left' | 'right';
  onPhone?: boolean; // false: hidden on a narrow screen
}

interface DataTableProps<Row> {
  label: string; // what the list holds, for screen readers
  columns: Column<Row>[];
  rows: Row[] | undefined; // undefined: loading
  rowKey: (row: Row) => string;
  empty: ReactNode;
  onOpen?: (row: Row) => void;
  selected?: string | null; // the key of the row that is shown elsewhere
  problem?: unknown;
  onRetry?: () => void;
  onMore?: (() => void) | false; // there are more
  loadingMore?: boolean;
}

const WAITING = ['a', 'b', 'c', 'd', 'e', 'f'];

const tracks = <Row,>(columns: Column<Row>[]) => columns.map(({ width = 'minmax(0, 1fr)' }) => width).join(' ');

function gridOf<Row>(columns: Column<Row>[]) {
  const onPhone = columns.filter((column) => column.onPhone !== false);
  return {
    display: 'grid',
    gridTemplateColumns: { xs: tracks(onPhone), md: tracks(columns) },
    columnGap: 2,
    px: 2,
    alignItems: 'center',
  };
}

const cellOf = <Row,>({ align = 'left', onPhone }: Column<Row>) => ({
  display: onPhone === false ? { xs: 'none', md: 'block' } : 'block',
  textAlign: align,
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
});

interface RowProps<Row> {
  row: Row;
  columns: Column<Row>[];
  index: number;
  tabbable: boolean;
  current: boolean;
  onOpen?: (row: Row) => void;
}

function RowOfCells<Row>({ row, columns, index, tabbable, current, onOpen }: RowProps<Row>) {
  return (
    <Box
      role="row"
      aria-rowindex={index + 2}
      aria-selected={onOpen ? current : undefined}
      data-index={index}
      tabIndex={tabbable ? 0 : -1}
      onClick={onOpen && (() => onOpen(row))}
      sx={{
        ...gridOf(columns),
        py: 1,
        minHeight: 48,
        borderTop: '1px solid',
        borderColor: 'divider',
        contentVisibility: 'auto', // what is far away costs no layout and no paint
        containIntrinsicSize: 'auto 52px',
        bgcolor: current ? 'action.selected' : undefined,
        cursor: onOpen ? 'pointer' : undefined,
        '&:hover': onOpen ? { bgcolor: current ? 'action.selected' : 'action.hover' } : {},
        '&:focus-visible': { outlineOffset: -3 },
      }}
    >
      {columns.map((column) => (
        <Box key={column.key} role="gridcell" sx={cellOf(column)}>
          {column.cell(row)}
        </Box>
      ))}
    </Box>
  );
}

const MemoRow = memo(RowOfCells) as typeof RowOfCells;

function Waiting<Row>({ columns }: { columns: Column<Row>[] }) {
  return WAITING.map((key) => (
    <Box key={key} sx={{ ...gridOf(columns), py: 1.5, borderTop: '1px solid', borderColor: 'divider' }} aria-hidden>
      {columns.map((column) => (
        <Box key={column.key} sx={cellOf(column)}>
          <Skeleton variant="text" width="70%" />
        </Box>
      ))}
    </Box>
  ));
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, empty, onOpen, selected, problem, onRetry, onMore, loadingMore } = props;
  const { t } = useTranslation('ui');
  const [active, setActive] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const last = (rows?.length ?? 0) - 1;

  if (problem && !rows) return <ErrorState problem={problem} onRetry={onRetry} />;
  if (rows?.length === 0) return empty;

  const focusRow = (index: number) => {
    setActive(index);
    grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined) return;
    const at = Number(event.target.dataset.index);
    const next = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    const row = rows?.[at];
    if (next !== undefined) focusRow(next);
    else if (onOpen && row && (event.key === 'Enter' || event.key === ' ')) onOpen(row);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Box
        ref={grid}
        role="grid"
        aria-label={label}
        aria-busy={!rows}
        aria-rowcount={onMore ? -1 : last + 2}
        onKeyDown={onKeyDown}
      >
        <Box
          role="row"
          sx={{ ...gridOf(columns), py: 1, color: 'text.secondary', fontSize: '0.8rem', fontWeight: 600 }}
        >
          {columns.map((column) => (
            <Box key={column.key} role={column.label ? 'columnheader' : 'gridcell'} sx={cellOf(column)}>
              {column.label}
            </Box>
          ))}
        </Box>
        {rows?.map((row, index) => {
          const key = rowKey(row);
          return (
            <MemoRow
              key={key}
              row={row}
              columns={columns}
              index={index}
              tabbable={index === Math.min(active, last)}
              current={key === selected}
              onOpen={onOpen}
            />
          );
        })}
      </Box>
      {!rows && <Waiting columns={columns} />}
      {onMore && (
        <Box sx={{ p: 1.5, textAlign: 'center' }}>
          <Button onClick={onMore} loading={loadingMore}>
            {t('more')}
          </Button>
        </Box>
      )}
    </>
  );
}
