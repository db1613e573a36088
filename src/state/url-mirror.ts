import { fromSearch, type Known, toSearch } from "./url.ts";
import type { View, ViewStore } from "./view.ts";

/** The part of `window` the mirror uses. */
export interface AddressBar {
  readonly search: () => string;
  readonly push: (search: string) => void;
  readonly replace: (search: string) => void;
  /** Calls back after the browser went back or forward; answers how to stop listening. */
  readonly onTravel: (listener: () => void) => () => void;
  /** Runs `work` a little later; answers how to call it off. */
  readonly later: (work: () => void) => () => void;
}

/** A step a person would want to go back to; moving the camera or a slider is none. */
const isStep = (a: View, b: View) =>
  a.area !== b.area ||
  a.enterprise !== b.enterprise ||
  a.selection?.kind !== b.selection?.kind ||
  a.selection?.id !== b.selection?.id ||
  a.panel !== b.panel ||
  a.wall !== b.wall ||
  a.alarms.page !== b.alarms.page ||
  a.alarms.alarm !== b.alarms.alarm ||
  a.alarms.incident !== b.alarms.incident ||
  (a.time === null) !== (b.time === null);

/**
 * Keeps view and address bar the same, both ways. A step is pushed; the rest replaces the entry, at most a few times a
 * second, since browsers refuse more. Answers how to stop.
 */
export function mirrorToUrl(store: ViewStore, known: Known, bar: AddressBar): () => void {
  let callOff: (() => void) | null = null;
  let waiting: string | null = null;

  const flush = () => {
    callOff?.();
    callOff = null;
    if (waiting !== null && waiting !== bar.search()) bar.replace(waiting);
    waiting = null;
  };

  const stopStore = store.subscribe((view, before) => {
    const search = toSearch(view, known);
    if (isStep(view, before)) {
      flush();
      if (search !== bar.search()) bar.push(search);
      return;
    }
    waiting = search;
    callOff ??= bar.later(flush);
  });

  const stopBar = bar.onTravel(() => {
    callOff?.();
    callOff = null;
    waiting = null;
    store.setState(fromSearch(bar.search(), known), true);
  });

  return () => {
    flush();
    stopStore();
    stopBar();
  };
}

const REPLACE_AFTER_MS = 250;

/** The real address bar. History entries of ours carry their depth, so that "back" knows whether there is one. */
export const windowBar = (w: Window): AddressBar => ({
  search: () => w.location.search.replace(/^\?/, ""),
  push: (search) => w.history.pushState({ depth: historyDepth(w) + 1 }, "", address(w, search)),
  replace: (search) => w.history.replaceState({ depth: historyDepth(w) }, "", address(w, search)),
  onTravel: (listener) => {
    w.addEventListener("popstate", listener);
    return () => w.removeEventListener("popstate", listener);
  },
  later: (work) => {
    const timer = w.setTimeout(work, REPLACE_AFTER_MS);
    return () => w.clearTimeout(timer);
  },
});

/** How many steps of ours lie behind the page as it stands. */
export function historyDepth(w: Window): number {
  const depth = (w.history.state as { depth?: unknown } | null)?.depth;
  return typeof depth === "number" ? depth : 0;
}

const address = (w: Window, search: string) => `${w.location.pathname}${search ? `?${search}` : ""}`;
