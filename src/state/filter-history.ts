import { createStore } from "zustand/vanilla";
import type { PipeFilter } from "#contract/pipe-classes.ts";
import { sameFilter } from "#lib/pipe-filter.ts";
import type { StatisticsView } from "./statistics.ts";
import type { Filters, ViewStore } from "./view.ts";

interface Step {
  readonly pipeFilter: PipeFilter;
  readonly filters: Filters;
  /** What the statistics page asked. */
  readonly statistics?: StatisticsView | undefined;
}

/** What filters were before, newest last. Kept beside the browser's history, which remembers places, not presses. */
export interface FilterPast {
  readonly past: readonly Step[];
}

const KEPT = 50;

const isSame = (a: Step, b: Step) =>
  sameFilter(a.pipeFilter, b.pipeFilter) &&
  a.filters.stationKind === b.filters.stationKind &&
  a.statistics === b.statistics;

/** Remembers each change of the filters of a view, however it came about, and takes them back one by one. */
export function createFilterHistory(view: ViewStore) {
  const store = createStore<FilterPast>(() => ({ past: [] }));
  let isUndoing = false;
  view.subscribe((now, before) => {
    if (isUndoing || isSame(now, before)) return;
    const { pipeFilter, filters, statistics } = before;
    // A view that has never asked keeps saying nothing of it.
    const step = now.statistics === statistics ? { pipeFilter, filters } : { pipeFilter, filters, statistics };
    store.setState(({ past }) => ({ past: [...past.slice(1 - KEPT), step] }));
  });
  const undo = () => {
    const { past } = store.getState();
    const last = past.at(-1);
    if (!last) return;
    isUndoing = true;
    try {
      view.setState(last);
    } finally {
      isUndoing = false;
    }
    store.setState({ past: past.slice(0, -1) });
  };
  return { store, undo };
}
export type FilterHistory = ReturnType<typeof createFilterHistory>;
