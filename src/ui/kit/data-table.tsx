import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Search } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** A width of CSS grid: `6em`, `minmax(0, 2fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** What sorting compares. */
  readonly order: (row: Row) => string | number;
  /** Left out of a table narrower than this many pixels. */
  readonly from?: number;
}

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** A live table: sorted by a click on a title, filtered by words, with only the visible rows in the page. */
export function DataTable<Row>(props: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What the filter's words are looked for in. */
  readonly textOf: (row: Row) => string;
  readonly sorting: Sorting;
  readonly empty: string;
  readonly filters?: ReactNode;
  readonly lit?: (row: Row) => boolean;
  readonly tone?: (row: Row) => 'warn' | undefined;
  readonly onOpen?: (row: Row) => void;
  readonly onPoint?: (row: Row | undefined) => void;
}) {
  const { columns, keyOf, textOf } = props;
  const prefix = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState(props.sorting);
  const [filter, setFilter] = useState('');
  const [activeKey, setActiveKey] = useState<string>();
  const [width, setWidth] = useState(1_000);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 1_000));
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  // Live rows come often: sorting them may wait until the picture is drawn.
  const live = useDeferredValue(props.rows);
  const rows = useMemo(
    () => sorted(filtered(live, filter, textOf), columns, sorting),
    [live, filter, textOf, columns, sorting],
  );
  const shown = columns.filter((column) => width >= (column.from ?? 0));
  const template = { gridTemplateColumns: shown.map((column) => column.width).join(' ') };
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 27,
    overscan: 6,
    getItemKey: (index) => (rows[index] === undefined ? index : keyOf(rows[index])),
  });
  const active = rows.findIndex((row) => keyOf(row) === activeKey);

  const moveTo = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setActiveKey(keyOf(row));
    virtual.scrollToIndex(rows.indexOf(row));
    props.onPoint?.(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active < 0 ? 0 : active - 1,
      PageDown: active + 10,
      PageUp: active - 10,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[active];
    if (to !== undefined) moveTo(to);
    else if (event.key === 'Enter' && row) props.onOpen?.(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const openAt = (event: MouseEvent): void => {
    const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'];
    const row = rows[Number(index)];
    if (!row) return;
    setActiveKey(keyOf(row));
    props.onOpen?.(row);
  };

  return (
    <div className={styles.table}>
      <div className={styles.filters}>
        <label className={styles.search}>
          <Search aria-hidden size="1.1em" />
          <input
            type="search"
            value={filter}
            placeholder="Filter"
            aria-label={`Filter ${props.label}`}
            onChange={(event) => setFilter(event.target.value)}
          />
        </label>
        {props.filters}
        <span className={styles.count}>
          {rows.length === live.length ? rows.length : `${rows.length} of ${live.length}`}
        </span>
      </div>
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={active < 0 ? undefined : `${prefix}-${activeKey}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={openAt}
        onBlur={() => props.onPoint?.(undefined)}
        onMouseLeave={() => props.onPoint?.(undefined)}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" className={styles.row} style={template}>
            {shown.map((column) => (
              <Title
                key={column.id}
                title={column.title}
                sorted={
                  sorting.column === column.id ? (sorting.descending ? 'descending' : 'ascending') : undefined
                }
                onSort={() =>
                  setSorting((before) => ({
                    column: column.id,
                    descending: before.column === column.id ? !before.descending : false,
                  }))
                }
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = keyOf(row);
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={item.index}
                id={`${prefix}-${key}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={key === activeKey}
                data-lit={props.lit?.(row) || undefined}
                className={classNames(
                  styles.row,
                  styles.body,
                  key === activeKey && styles.active,
                  props.tone?.(row) === 'warn' && styles.warn,
                )}
                style={{ ...template, transform: `translateY(${item.start}px)` }}
                onMouseEnter={() => props.onPoint?.(row)}
              >
                {shown.map((column) => (
                  <div key={column.id} role="gridcell" className={styles.cell} data-column={column.id}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {rows.length === 0 && <p className={styles.empty}>{filter ? 'Nothing matches.' : props.empty}</p>}
      </div>
    </div>
  );
}

function Title(props: {
  readonly title: string;
  readonly sorted: 'ascending' | 'descending' | undefined;
  readonly onSort: () => void;
}) {
  const Arrow = props.sorted === 'descending' ? ArrowDown : ArrowUp;
  return (
    <div role="columnheader" aria-sort={props.sorted ?? 'none'} className={styles.cell}>
      <button type="button" className={styles.title} onClick={props.onSort}>
        {props.title}
        {props.sorted && <Arrow aria-hidden size="1em" />}
      </button>
    </div>
  );
}

/** Rows in which every word is found, in any case and order. */
export function filtered<Row>(
  rows: readonly Row[],
  filter: string,
  textOf: (row: Row) => string,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Rows by one column. Equal ones stay in the order they came in; the other way round when descending. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { column, descending }: Sorting,
): readonly Row[] {
  const order = columns.find(({ id }) => id === column)?.order;
  if (!order) return rows;
  const sign = descending ? -1 : 1;
  return (descending ? rows.toReversed() : rows).toSorted((a, b) => {
    const left = order(a);
    const right = order(b);
    return left === right ? 0 : left < right ? -sign : sign;
  });
}
