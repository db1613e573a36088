import { HISTORY_COLUMNS_PATH } from "#contract/history.ts";
import { HOUR_MS } from "#contract/history-layout.ts";
import type { ReplayAnswer, ReplayAsk } from "#workers/history-replay.ts";
import { workerCall } from "#workers/job.ts";
import { OUT_OF_SIGHT } from "#workers/live-merge.ts";
import type { LiveRows } from "#workers/live-messages.ts";
import { fetchBytes } from "./client.ts";
import { createPastDoubts, type DoubtsOfDay, fetchDoubts, type PastDoubts } from "./past-doubts.ts";
import { applyRows, type LiveSink, type SinkColumns, type SinkState } from "./live.ts";

/** Hours of one file: six files make a day of the province, which begins at 16:00 UTC. */
export const FILE_HOURS = 4;
const FILE_MS = FILE_HOURS * HOUR_MS;
const DAY_FILES = 24 / FILE_HOURS;
const DAY_BEGIN_MS = 16 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** A file that was still under way is asked for anew after this. */
const ANEW_MS = 20_000;
/** After a failure the moment is tried again. */
const RETRY_MS = 5000;

/** How loading stands, as `src/state/time.ts` keeps it. */
export interface PastTold {
  readonly shownAt: number | null;
  readonly load: "idle" | "loading" | "failed";
  readonly problem: unknown;
  readonly held: ReadonlySet<number>;
}

export interface PastInput {
  /** The moment to show, ms since 1970, whole minutes; null = live. */
  readonly moment: () => number | null;
  /** Calls back when the moment is another; answers how to stop. */
  readonly onMoment: (listener: () => void) => () => void;
  readonly live: Pick<LiveSink, "getState"> & { subscribe(listener: () => void): () => void };
  /** What the screen shows: live values, or those of the moment. Nobody else writes here. */
  readonly shown: LiveSink;
  readonly tell: (told: Partial<PastTold>) => void;
  readonly fetchFile?: (from: number, signal: AbortSignal) => Promise<ArrayBuffer>;
  /** Which tags were suspect or under maintenance within [from, to), ms since 1970. */
  readonly fetchDay?: (from: number, to: number) => Promise<DoubtsOfDay>;
  readonly ask?: (ask: ReplayAsk, transfer: Transferable[]) => Promise<ReplayAnswer>;
  readonly now?: () => number;
  readonly later?: (run: () => void, ms: number) => void;
}

const fetchColumns = async (from: number, signal: AbortSignal): Promise<ArrayBuffer> => {
  const path = `${HISTORY_COLUMNS_PATH}?from=${new Date(from).toISOString()}&hours=${FILE_HOURS}`;
  const bytes = await fetchBytes(path, signal);
  if (bytes === null) throw new Error(`${path} has no answer`);
  return bytes;
};

const spawnReplay = () =>
  new Worker(new URL("../workers/history-replay.worker.ts", import.meta.url), { type: "module", name: "past" });

const inWorker = () => {
  const call = workerCall<[ReplayAsk], ReplayAnswer>(spawnReplay);
  return (ask: ReplayAsk, transfer: Transferable[]) => call([ask], transfer);
};

export const fileOf = (at: number): number => Math.floor(at / FILE_MS) * FILE_MS;

/** The files of the day that a moment belongs to, that of the moment first, then those after it, then those before. */
export function filesOfDay(at: number): number[] {
  const begin = Math.floor((at - DAY_BEGIN_MS) / DAY_MS) * DAY_MS + DAY_BEGIN_MS;
  const all = Array.from({ length: DAY_FILES }, (_, i) => begin + i * FILE_MS);
  const own = all.indexOf(fileOf(at));
  return [...all.slice(own), ...all.slice(0, own).toReversed()];
}

interface Held {
  readonly knownUntil: number;
  readonly fetchedAt: number;
}

/** Fetches column files into the worker, each once; one that was not at its end is fetched anew when it is old. */
function createFiles(input: Required<Pick<PastInput, "fetchFile" | "ask" | "now" | "tell">>) {
  const { fetchFile, ask, now, tell } = input;
  const held = new Map<number, Held>();
  const under = new Map<number, Promise<void>>();
  let stop = new AbortController();

  const load = async (from: number, signal: AbortSignal) => {
    const bytes = await fetchFile(from, signal);
    const fetchedAt = now();
    const answer = await ask({ type: "file", bytes }, [bytes]);
    if (answer.type !== "file" || signal.aborted) return;
    held.set(from, { knownUntil: answer.knownUntil, fetchedAt });
    tell({ held: new Set([...held.keys()].flatMap((file) => hoursOf(file))) });
  };

  return {
    isHeld: (from: number) => held.has(from),
    isOld: (from: number, at: number) => {
      const one = held.get(from);
      return one !== undefined && at > one.knownUntil && now() - one.fetchedAt > ANEW_MS;
    },
    load: (from: number): Promise<void> => {
      const { signal } = stop;
      const loading =
        under.get(from) ?? load(from, signal).finally(() => under.get(from) === loading && under.delete(from));
      under.set(from, loading);
      return loading;
    },
    lost: (from: number) => held.delete(from),
    forget: () => {
      stop.abort();
      stop = new AbortController();
      held.clear();
      under.clear();
      tell({ held: new Set() });
    },
  };
}

const hoursOf = (file: number) => Array.from({ length: FILE_HOURS }, (_, i) => file + i * HOUR_MS);

/** Columns of which nothing is known: what stands on the screen while values of the moment are on their way. */
const nothing = (of: SinkColumns | null): SinkColumns | null =>
  of && {
    snapshot: of.snapshot,
    value: new Float32Array(of.value.length).fill(Number.NaN),
    at: new Float64Array(of.at.length),
    state: new Uint8Array(of.state.length).fill(OUT_OF_SIGHT),
  };

/** The only writer of what the screen shows. */
function createScreen({ live, shown }: Pick<PastInput, "live" | "shown">, doubts: PastDoubts) {
  /** Columns of our own: never the live ones, which the stream writes in place. */
  let columns: SinkColumns | null = null;
  let mirrored = -1;
  const set = (change: Partial<SinkState>) => shown.setState({ ...change, tick: shown.getState().tick + 1 });
  return {
    mirror: (isFirst: boolean) => {
      const { tick, changed, ...now } = live.getState();
      // Frames of the stream are passed on as they are; a change of times alone is no tick.
      const isTick = isFirst || tick !== mirrored;
      mirrored = tick;
      if (isTick) set({ ...now, changed: isFirst ? null : changed });
      else shown.setState(now);
    },
    blank: (at: number) => {
      columns = nothing(live.getState().columns);
      set({ status: "live", columns, changed: null, frameAt: at, newestAt: 0, clockSkewMs: 0 });
    },
    show: (at: number, rows: LiveRows) => {
      columns = applyRows(columns, rows);
      const state = doubts.cover(at, columns.snapshot, columns.state);
      const told = { ...columns, state };
      set({ status: "live", columns: told, changed: null, frameAt: at, newestAt: at, clockSkewMs: 0 });
    },
  };
}
type Parts = Pick<PastInput, "moment" | "tell"> &
  Required<Pick<PastInput, "ask" | "now" | "later">> & {
    readonly files: ReturnType<typeof createFiles>;
    readonly doubts: PastDoubts;
    readonly screen: ReturnType<typeof createScreen>;
  };

/** Brings the moment onto the screen; called again meanwhile, it goes on to the newest moment when the one under way is there. */
function createFollower({ moment, tell, ask, now, later, files, doubts, screen }: Parts): () => Promise<void> {
  let isBusy = false;
  let isOwed = false;
  let spare: ArrayBuffer | null = null;

  const fail = (problem: unknown) => {
    if (moment() === null) return;
    tell({ load: "failed", problem });
    later(() => void follow(), RETRY_MS);
  };

  const fetchFor = (at: number) => {
    const from = fileOf(at);
    if (!files.isHeld(from)) {
      screen.blank(at);
      tell({ load: "loading", shownAt: null, problem: null });
    }
    // Beside the file; a failure is told when the moment is painted.
    doubts.ready(at).catch(() => {});
    files.load(from).then(() => follow(), fail);
  };

  /** The rest of the day, one file after the other, for as long as the moment stays in it. */
  const fetchDay = async (at: number) => {
    for (const from of filesOfDay(at)) {
      const wanted = moment();
      if (wanted === null || !filesOfDay(wanted).includes(from)) return;
      if (from <= now() && !files.isHeld(from)) await files.load(from);
    }
  };

  const paint = async (at: number): Promise<void> => {
    await doubts.ready(at);
    const lent = spare;
    spare = null;
    const answer = await ask({ type: "at", at, bytes: lent }, lent ? [lent] : []);
    if (answer.type !== "at" || moment() === null) return;
    if (answer.rows === null) {
      files.lost(fileOf(at));
      fetchFor(at);
      return;
    }
    screen.show(at, answer.rows);
    spare = answer.rows.bytes;
    tell({ shownAt: at, load: "idle", problem: null });
    // A failure there is told when somebody goes there.
    fetchDay(at).catch(() => {});
  };

  async function follow(): Promise<void> {
    isOwed = true;
    if (isBusy) return;
    isBusy = true;
    try {
      for (let at = moment(), last: number | null = null; at !== null && (isOwed || at !== last); at = moment()) {
        last = at;
        isOwed = false;
        const from = fileOf(at);
        if (!files.isHeld(from) || files.isOld(from, at)) fetchFor(at);
        if (files.isHeld(from)) await paint(at);
      }
    } catch (problem) {
      fail(problem);
    } finally {
      isBusy = false;
    }
  }
  return follow;
}

/**
 * Decides what the screen shows: while the moment is null the live values, else those of the moment, fetched as column files of the day around
 * it and read by a worker. The stream goes on into `live` all the time; while the past is shown not one of its values reaches
 * `shown`. Of moments that come faster than they can be read the newest is shown. Answers how to stop.
 */
export function openPast(input: PastInput): () => void {
  const { moment, onMoment, live, tell, fetchFile = fetchColumns, ask = inWorker(), now = Date.now } = input;
  const { later = setTimeout, fetchDay = fetchDoubts } = input;
  const doubts = createPastDoubts(fetchDay, now);
  const files = createFiles({ fetchFile, ask, now, tell });
  const screen = createScreen(input, doubts);
  const follow = createFollower({ moment, tell, ask, now, later, files, doubts, screen });
  let isLive = true;

  const turn = () => {
    const at = moment();
    if (at !== null) {
      if (isLive) screen.blank(at);
      isLive = false;
      void follow();
    } else if (!isLive) {
      isLive = true;
      screen.mirror(true);
      tell({ shownAt: null, load: "idle", problem: null });
    }
  };

  screen.mirror(true);
  turn();
  const stops = [onMoment(turn), live.subscribe(() => isLive && screen.mirror(false))];
  return () => {
    for (const stop of stops) stop();
    files.forget();
  };
}
