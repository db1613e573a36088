import { LIVE_PATH } from "#contract/live-socket.ts";
import { OUT_OF_SIGHT } from "#workers/live-merge.ts";
import type {
  AlarmsFromWorker,
  AlarmsMessage,
  CamerasFromWorker,
  CamerasMessage,
  FromWorker,
  HazardFromWorker,
  HazardMessage,
  LiveEnd,
  LiveRows,
  LiveStatus,
  LiveWish,
  ToWorker,
} from "#workers/live-messages.ts";
import { columnsOf, type RowColumns } from "#workers/live-rows.ts";

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
  readonly changed: Uint32Array | null;
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
  onmessage:
    | ((event: MessageEvent<FromWorker | AlarmsFromWorker | CamerasFromWorker | HazardFromWorker>) => void)
    | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface LiveOptions {
  readonly url?: string;
  readonly spawn?: () => LiveWorker;
  readonly onFrame?: (run: () => void) => void;
  /** Told at once, in the server's order. */
  readonly onAlarms?: (message: AlarmsMessage) => void;
  readonly onCameras?: (message: CamerasMessage) => void;
  readonly onHazard?: (message: HazardMessage) => void;
}

const isFor = (columns: SinkColumns | null, { snapshot, tags }: LiveRows): columns is SinkColumns =>
  columns !== null && columns.snapshot === snapshot && columns.state.length === tags;

const emptyColumns = ({ snapshot, tags }: LiveRows): SinkColumns => ({
  snapshot,
  value: new Float32Array(tags).fill(Number.NaN),
  at: new Float64Array(tags),
  state: new Uint8Array(tags).fill(OUT_OF_SIGHT),
});

/** Writes changed rows into the columns in place; new columns when the numbering is another. */
export function applyRows(
  before: SinkColumns | null,
  rows: LiveRows,
  cells: RowColumns = columnsOf(rows),
): SinkColumns {
  const columns = isFor(before, rows) ? before : emptyColumns(rows);
  if (rows.reset && columns === before) {
    columns.value.fill(Number.NaN);
    columns.at.fill(0);
    columns.state.fill(OUT_OF_SIGHT);
  }
  const { seqs, values, at, states } = cells;
  for (let i = 0; i < seqs.length; i++) {
    const seq = seqs[i] as number;
    columns.value[seq] = values[i] as number;
    columns.at[seq] = at[i] as number;
    columns.state[seq] = states[i] as number;
  }
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

/** The line to `/live` as the page holds it. */
export interface LiveLine {
  /** Narrows the stream to a part of what the person may see, also after reconnections. */
  subscribe(wish: LiveWish): void;
  /** Has alarms after this number told, also after reconnections. */
  followAlarms(after: number): void;
  /** Has changes of cameras' states since this version told, also after reconnections. */
  followCameras(since: string): void;
  /** Has major hazards told from now on, also after reconnections. */
  followHazards(): void;
  stop(): void;
}

/**
 * Keeps the live store fed from `/live` until it is stopped: at most one change of the store per animation frame, none while the page is
 * hidden (changes gather in the worker). Reconnects by itself; `ended` in the store says when that is over.
 */
export function connectLive(sink: LiveSink, options: LiveOptions = {}): LiveLine {
  const { url = liveUrl(), spawn = spawnWorker, onFrame = requestAnimationFrame } = options;
  const { onAlarms, onCameras, onHazard } = options;
  const worker = spawn();
  let isOver = false;
  /** The rows shown last: what the store calls `changed` lies in their buffer, which goes back when the next are shown. */
  let shown: ArrayBuffer | null = null;
  let toGiveBack: ArrayBuffer | null = null;
  const sayReady = () => {
    if (isOver) return;
    const bytes = toGiveBack;
    toGiveBack = null;
    worker.postMessage({ type: "ready", bytes }, bytes ? [bytes] : []);
  };
  const show = (rows: LiveRows, times: Omit<FromWorker, "rows">) => {
    const { columns: before, tick } = sink.getState();
    const cells = columnsOf(rows);
    const columns = applyRows(before, rows, cells);
    const changed = rows.reset || columns !== before ? null : cells.seqs;
    toGiveBack = shown;
    shown = rows.bytes;
    sink.setState({ ...times, columns, tick: tick + 1, changed });
  };
  worker.onmessage = ({ data }) => {
    if (isOver) return;
    if ("alarms" in data) return onAlarms?.(data.alarms);
    if ("cameras" in data) return onCameras?.(data.cameras);
    if ("hazard" in data) return onHazard?.(data.hazard);
    const { rows, ...times } = data;
    if (rows) show(rows, times);
    else sink.setState(times);
    onFrame(sayReady);
  };
  worker.onerror = () => sink.setState({ status: "offline" });
  worker.postMessage({ type: "connect", url });
  const stopWaking = onWake(() => worker.postMessage({ type: "wake" }));
  return {
    subscribe: (wish) => {
      if (!isOver) worker.postMessage({ type: "subscribe", wish });
    },
    followAlarms: (after) => {
      if (!isOver) worker.postMessage({ type: "alarms", after });
    },
    followCameras: (since) => {
      if (!isOver) worker.postMessage({ type: "cameras", since });
    },
    followHazards: () => {
      if (!isOver) worker.postMessage({ type: "hazards" });
    },
    stop: () => {
      isOver = true;
      stopWaking();
      worker.terminate();
    },
  };
}
