import { createStore } from "zustand/vanilla";
import type { PipeFilter } from "#contract/pipe-classes.ts";
import { sameFilter } from "#lib/pipe-filter.ts";
import type { Filters, ViewStore } from "./view.ts";

interface Step {
  readonly pipeFilter: PipeFilter;
  readonly filters: Filters;
}

/** What filters were before, newest last. Kept beside the browser's history, which remembers places, not presses. */
export interface FilterPast {
  readonly past: readonly Step[];
}

const KEPT = 50;

const isSame = (a: Step, b: Step) =>
  sameFilter(a.pipeFilter, b.pipeFilter) && a.filters.stationKind === b.filters.stationKind;

/** Remembers each change of the filters of a view, however it came about, and takes them back one by one. */
export function createFilterHistory(view: ViewStore) {
  const store = createStore<FilterPast>(() => ({ past: [] }));
  let isUndoing = false;
  view.subscribe((now, before) => {
    if (isUndoing || isSame(now, before)) return;
    const { pipeFilter, filters } = before;
    store.setState(({ past }) => ({ past: [...past.slice(1 - KEPT), { pipeFilter, filters }] }));
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
