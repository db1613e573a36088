import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { areasQuery } from "#api/areas.ts";
import type { Alarm } from "#contract/alarms.ts";
import { isBroughtTo } from "#lib/alarm-audience.ts";
import { countLevels, inOrder, isWanting, type LevelCounts, NO_COUNTS, sieveOf } from "#lib/alarm-list.ts";
import { areaTree, countiesOf } from "#lib/area-tree.ts";
import { useMe } from "#panels/me.ts";
import type { AlarmBookStore } from "#state/alarm-book.ts";
import { useStores, useView } from "#state/stores.tsx";

/** Lists are drawn anew at most so often: faster is not read, and thousands of rows are sorted each time. */
const PACE_MS = 300;

const ticks = new WeakMap<
  AlarmBookStore,
  { readonly listen: (changed: () => void) => () => void; readonly tick: () => number }
>();

/** One pace for all lists of a book: the first change is told at once, those that follow gather. */
function pacedTick(book: AlarmBookStore) {
  const known = ticks.get(book);
  if (known) return known;
  const listeners = new Set<() => void>();
  let told = book.getState().tick;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastAt = 0;
  const tell = () => {
    timer = null;
    lastAt = performance.now();
    told = book.getState().tick;
    for (const listener of listeners) listener();
  };
  book.subscribe(({ tick }) => {
    if (tick === told || timer !== null) return;
    const wait = PACE_MS - (performance.now() - lastAt);
    if (wait <= 0) tell();
    else timer = setTimeout(tell, wait);
  });
  const made = {
    listen: (changed: () => void) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    tick: () => (timer === null ? book.getState().tick : told),
  };
  ticks.set(book, made);
  return made;
}

/** Counts up with the book's changes, at the pace of reading. */
export function useBookTick(): number {
  const { alarms } = useStores();
  const paced = pacedTick(alarms);
  return useSyncExternalStore(paced.listen, paced.tick);
}

/** Counties of the area drilled to; null = everywhere in sight. */
export function useCounties(): ReadonlySet<string> | null {
  const area = useView((view) => view.area);
  const areas = useQuery(areasQuery);
  return useMemo(() => {
    if (area === null || !areas.data) return null;
    const tree = areaTree(areas.data.areas, areas.data.root);
    return new Set([area, ...countiesOf(tree, area)]);
  }, [area, areas.data]);
}

export interface BookRows {
  readonly rows: readonly Alarm[];
  /** Open alarms in the area that filters hide, and those beyond the area. */
  readonly hidden: number;
  readonly elsewhere: number;
  readonly all: number;
}

/** Open alarms as filters and order of the view ask for them; by urgency, those brought to the person's level stand on top. */
export function useBookRows(): BookRows {
  const { alarms } = useStores();
  const tick = useBookTick();
  const { view, enterprise } = useView((v) => ({ view: v.alarms, enterprise: v.enterprise }));
  const counties = useCounties();
  const { level } = useMe().scope;
  return useMemo(() => {
    const all = tick >= 0 ? [...alarms.getState().open.values()] : [];
    const place = { counties, enterprise };
    const isHere = sieveOf({ levels: [], states: [], kinds: [], hold: "any", text: "", box: null, ...place });
    const passes = sieveOf({ ...view, ...place });
    const here = all.filter(isHere);
    const rows = inOrder(here.filter(passes), view.order, isBroughtTo(level));
    return { rows, hidden: here.length - rows.length, elsewhere: all.length - here.length, all: all.length };
  }, [alarms, tick, view, counties, enterprise, level]);
}

export interface BookCounts {
  /** null while alarms are not known. */
  readonly open: LevelCounts | null;
  readonly wanting: LevelCounts;
}

/** Open alarms that are not held in everything the person may see, by level, and how many of them want somebody. */
export function useBookCounts(): BookCounts {
  const { alarms } = useStores();
  const tick = useBookTick();
  const read = useCallback((): BookCounts => {
    const { open, toldAt } = alarms.getState();
    if (toldAt === 0) return { open: null, wanting: NO_COUNTS };
    const ringing = [...open.values()].filter(({ hold }) => hold === null);
    return { open: countLevels(ringing), wanting: countLevels(ringing.filter(isWanting)) };
  }, [alarms]);
  // The book is written in place: `tick` says when.
  return useMemo(() => (tick >= 0 ? read() : { open: null, wanting: NO_COUNTS }), [tick, read]);
}

/** All open alarms at the pace of reading; null while they are not known. */
export function useOpenAlarms(): readonly Alarm[] | null {
  const { alarms } = useStores();
  const tick = useBookTick();
  return useMemo(() => {
    const { open, toldAt } = alarms.getState();
    // The book is written in place: `tick` says when.
    return tick >= 0 && toldAt > 0 ? [...open.values()] : null;
  }, [alarms, tick]);
}

/** One open alarm as it stands now; undefined when it is over or unknown. */
export function useOpenAlarm(id: string): Alarm | undefined {
  const { alarms } = useStores();
  useBookTick();
  return alarms.getState().open.get(id);
}
