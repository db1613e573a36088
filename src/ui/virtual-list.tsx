import { type KeyboardEvent, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from "react";
import "./virtual-list.css";

export interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Height of every row, CSS pixels. */
  readonly rowHeight: number;
  readonly label: string;
  /** The row that keys speak of. */
  readonly active: string | null;
  readonly onActive: (key: string) => void;
  readonly isChosen: (item: T) => boolean;
  readonly onKey?: (event: KeyboardEvent, active: T | null) => void;
  readonly render: (item: T, isActive: boolean) => ReactNode;
}

const SPARE_ROWS = 6;

interface Span {
  readonly top: number;
  readonly height: number;
}

/** The part of a box that is in sight, kept up when it is scrolled or resized; and what it reads stays when rows come in above. */
function useScrolled<T>(items: readonly T[], keyOf: (item: T) => string, rowHeight: number) {
  const box = useRef<HTMLDivElement>(null);
  const [span, setSpan] = useState<Span>({ top: 0, height: 600 });
  const first = useRef<{ readonly key: string; readonly at: number } | null>(null);

  const note = () => {
    const at = Math.floor((box.current?.scrollTop ?? 0) / rowHeight);
    const seen = items[at];
    first.current = seen === undefined ? null : { key: keyOf(seen), at };
  };
  const look = useCallback(() => {
    const element = box.current;
    if (element) setSpan({ top: element.scrollTop, height: element.clientHeight });
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => resized.disconnect();
  }, [look]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the list, and of nothing else
  useLayoutEffect(() => {
    const element = box.current;
    const was = first.current;
    if (element && was && element.scrollTop > rowHeight) {
      const now = items.findIndex((item) => keyOf(item) === was.key);
      if (now >= 0 && now !== was.at) element.scrollTop += (now - was.at) * rowHeight;
    }
    note();
  }, [items]);

  const onScroll = () => {
    look();
    note();
  };
  const bringInSight = (at: number) => {
    const element = box.current;
    if (!element) return;
    const top = at * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
  };
  return { box, span, onScroll, bringInSight };
}

const idOf = (key: string) => `row-${key}`;

/** Where a key leads from a row; undefined when it is no key of movement. */
const stepOf = (key: string, at: number, page: number, last: number): number | undefined =>
  ({ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last })[key];

/**
 * A list of any length of which only the rows in sight are drawn. Arrows, Page, Home and End move; the rest of the keys go to `onKey`.
 * When rows come in above what somebody reads, what they read stays where it is.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, rowHeight, label, active, onActive, isChosen, onKey, render } = props;
  const { box, span, onScroll, bringInSight } = useScrolled(items, keyOf, rowHeight);
  const from = Math.max(0, Math.floor(span.top / rowHeight) - SPARE_ROWS);
  const to = Math.min(items.length, Math.ceil((span.top + span.height) / rowHeight) + SPARE_ROWS);
  const activeAt = active === null ? -1 : items.findIndex((item) => keyOf(item) === active);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(span.height / rowHeight) - 1);
    const step = stepOf(event.key, activeAt, page, items.length - 1);
    if (step === undefined) return onKey?.(event, items[activeAt] ?? null);
    event.preventDefault();
    const at = Math.max(0, Math.min(items.length - 1, step));
    const next = items[at];
    if (next === undefined) return;
    onActive(keyOf(next));
    bringInSight(at);
  };
  return (
    <div
      ref={box}
      className="virtual-list"
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-activedescendant={activeAt >= from && activeAt < to && active !== null ? idOf(active) : undefined}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="virtual-room" style={{ height: items.length * rowHeight }}>
        {items.slice(from, to).map((item, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row
          <div
            key={keyOf(item)}
            id={idOf(keyOf(item))}
            className={`virtual-row ${keyOf(item) === active ? "active" : ""}`}
            role="option"
            aria-selected={isChosen(item)}
            aria-setsize={items.length}
            aria-posinset={from + i + 1}
            style={{ height: rowHeight, transform: `translateY(${(from + i) * rowHeight}px)` }}
          >
            {render(item, keyOf(item) === active)}
          </div>
        ))}
      </div>
    </div>
  );
}
