// A list of rows: headed columns, loading, empty and failed states, more rows on demand, and the keyboard: arrows, Home, End, Enter.
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  createContext,
  memo,
  use,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import styles from '@/ui/DataTable.module.css';
import { ErrorState } from '@/ui/problem';
import { theme } from '@/ui/theme';

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
  stale?: boolean; // these rows answer the question before
  problem?: unknown;
  onRetry?: () => void;
  onMore?: (() => void) | false; // there are more
  loadingMore?: boolean;
}

const Wide = createContext(true);

// In a cell: what a narrow screen shows below its text, where a wide one has a column for it.
export function Below({ children }: { children: ReactNode }) {
  return use(Wide) ? null : <div className={styles.below}>{children}</div>;
}

const WAITING = ['a', 'b', 'c', 'd', 'e', 'f'];

const tracks = <Row,>(columns: Column<Row>[]) => columns.map(({ width = 'minmax(0, 1fr)' }) => width).join(' ');

const cellOf = <Row,>({ align }: Column<Row>) => `${styles.cell} ${align === 'right' ? styles.right : ''}`;

interface RowProps<Row> {
  row: Row;
  columns: Column<Row>[];
  index: number;
  tabbable: boolean;
  current: boolean;
  opens: boolean;
}

function RowOfCells<Row>({ row, columns, index, tabbable, current, opens }: RowProps<Row>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={opens ? current : undefined}
      data-index={index}
      tabIndex={tabbable ? 0 : -1}
      className={`${styles.row} ${styles.body} ${opens ? styles.opens : ''}`}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={cellOf(column)}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

const MemoRow = memo(RowOfCells) as typeof RowOfCells;

function Waiting<Row>({ columns }: { columns: Column<Row>[] }) {
  return WAITING.map((key) => (
    <div key={key} className={`${styles.row} ${styles.body}`} aria-hidden>
      {columns.map((column) => (
        <div key={column.key} className={cellOf(column)}>
          <Skeleton variant="text" width="70%" />
        </div>
      ))}
    </div>
  ));
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns: all, rows, rowKey, empty, onOpen, selected, stale = false } = props;
  const { problem, onRetry, onMore, loadingMore } = props;
  const { t } = useTranslation('ui');
  const wide = useMediaQuery(theme.breakpoints.up('md'), { noSsr: true });
  const columns = useMemo(() => (wide ? all : all.filter(({ onPhone }) => onPhone !== false)), [wide, all]);
  const [active, setActive] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const last = (rows?.length ?? 0) - 1;

  if (problem && !rows) return <ErrorState problem={problem} onRetry={onRetry} />;
  if (rows?.length === 0) return empty;

  const focusRow = (index: number) => {
    setActive(index);
    grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
  };
  const onClick = ({ target }: MouseEvent<HTMLElement>) => {
    const index = target instanceof Element && target.closest<HTMLElement>('[data-index]')?.dataset.index;
    const row = index && rows?.[Number(index)];
    if (row) onOpen?.(row);
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
    <div style={{ '--columns': tracks(columns) } as CSSProperties}>
      <div
        ref={grid}
        role="grid"
        aria-label={label}
        aria-busy={!rows || stale}
        aria-rowcount={onMore ? -1 : last + 2}
        onClick={onClick}
        onKeyDown={onKeyDown}
        className={styles.grid}
      >
        <div role="row" className={`${styles.row} ${styles.head}`}>
          {columns.map((column) => (
            <div key={column.key} role={column.label ? 'columnheader' : 'gridcell'} className={cellOf(column)}>
              {column.label}
            </div>
          ))}
        </div>
        <Wide value={wide}>
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
                opens={Boolean(onOpen)}
              />
            );
          })}
        </Wide>
      </div>
      {!rows && <Waiting columns={columns} />}
      {onMore && (
        <Box sx={{ p: 1.5, textAlign: 'center' }}>
          <Button onClick={onMore} loading={loadingMore}>
            {t('more')}
          </Button>
        </Box>
      )}
    </div>
  );
}
