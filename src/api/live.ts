import { LIVE_PATH } from "#contract/live-socket.ts";
import { OUT_OF_SIGHT } from "#workers/live-merge.ts";
import type { FromWorker, LiveEnd, LiveRows, LiveStatus, ToWorker } from "#workers/live-messages.ts";

/** Columns by dense tag number, as `src/state/live.ts` keeps them. */
export interface SinkColumns {
  readonly snapshot: string;
  readonly value: Float32Array;
  readonly at: Float64Array;
  readonly state: Uint8Array;
}

export interface SinkState {
  readonly status: LiveStatus;
  readonly ended: LiveEnd | null;
  readonly columns: SinkColumns | null;
  readonly tick: number;
  readonly frameAt: number;
  readonly newestAt: number;
  readonly clockSkewMs: number;
}

/** Where live values go: the live store fits. */
export interface LiveSink {
  getState(): SinkState;
  setState(change: Partial<SinkState>): void;
}

/** As much of a Worker as the page needs. */
export interface LiveWorker {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToWorker): void;
  terminate(): void;
}

export interface LiveOptions {
  readonly url?: string;
  readonly spawn?: () => LiveWorker;
  readonly onFrame?: (run: () => void) => void;
}

/** Writes changed rows into the columns in place; new columns when the numbering is another. */
export function applyRows(before: SinkColumns | null, rows: LiveRows): SinkColumns {
  const fits = before !== null && before.snapshot === rows.snapshot && before.state.length === rows.tags;
  const columns = fits
    ? before
    : {
        snapshot: rows.snapshot,
        value: new Float32Array(rows.tags),
        at: new Float64Array(rows.tags),
        state: new Uint8Array(rows.tags),
      };
  if (rows.reset || !fits) {
    columns.value.fill(Number.NaN);
    columns.at.fill(0);
    columns.state.fill(OUT_OF_SIGHT);
  }
  rows.seqs.forEach((seq, i) => {
    columns.value[seq] = rows.values[i] as number;
    columns.at[seq] = rows.at[i] as number;
    columns.state[seq] = rows.states[i] as number;
  });
  return columns;
}

const liveUrl = () => {
  const url = new URL(LIVE_PATH, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
};

const spawnWorker = (): LiveWorker =>
  new Worker(new URL("../workers/live-socket.worker.ts", import.meta.url), { type: "module", name: "live" });

/** Calls back when there may be a network again, or somebody who looks; returns how to stop. */
function onWake(wake: () => void): () => void {
  const visible = () => {
    if (document.visibilityState === "visible") wake();
  };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", visible);
  return () => {
    removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", visible);
  };
}

/**
 * Keeps the live store fed from `/live` until the returned function is called: at most one change of the store per animation
 * frame, none while the page is hidden (changes gather in the worker). Reconnects by itself; `ended` in the store says when that is over.
 */
export function connectLive(sink: LiveSink, options: LiveOptions = {}): () => void {
  const { url = liveUrl(), spawn = spawnWorker, onFrame = requestAnimationFrame } = options;
  const worker = spawn();
  let isOver = false;
  worker.onmessage = ({ data }) => {
    if (isOver) return;
    const { rows, ...times } = data;
    const { columns, tick } = sink.getState();
    sink.setState(rows ? { ...times, columns: applyRows(columns, rows), tick: tick + 1 } : times);
    onFrame(() => {
      if (!isOver) worker.postMessage({ type: "ready" });
    });
  };
  worker.onerror = () => sink.setState({ status: "offline" });
  worker.postMessage({ type: "connect", url });
  const stopWaking = onWake(() => worker.postMessage({ type: "wake" }));
  return () => {
    isOver = true;
    stopWaking();
    worker.terminate();
  };
}
