import type { Column, ColumnStore } from "#api/columns.ts";
import { NOT_SOLVED } from "#api/solved-pressure.ts";
import type { ColumnName } from "#contract/pipe-classes.ts";
import { ARROWS_ZOOM } from "#layers/flat/pipe-layer.ts";
import type { Network } from "#lib/network-tile.ts";
import { columnsOf, hiddenPipes } from "#lib/pipe-hide.ts";
import { CHOSEN, HIDDEN } from "#lib/state-bytes.ts";
import type { ChosenPipesStore } from "#state/chosen-pipes.ts";
import type { ModelStore } from "#state/model.ts";
import type { ViewStore } from "#state/view.ts";
import { keepMarks, marksColumn, marksNow } from "./modes/paint-marks.ts";

/** Pressure is live: while it colours or filters it is asked for anew this often. */
export const PRESSURE_MS = 15_000;
/** What the network's solution says of it is asked for more often: only what has changed comes. */
export const SOLVED_MS = 1000;

/** Solved pressures of the area looked at. */
export interface SolvedOver {
  /** @returns whether anything is another than before */
  readonly refresh: (signal: AbortSignal) => Promise<boolean>;
  /** Classes by dense number, NOT_SOLVED where the solution says nothing. */
  readonly bytes: () => Uint8Array | null;
}

export interface PipePaintInput {
  readonly view: ViewStore;
  readonly chosen: ChosenPipesStore | undefined;
  /** A result of analysis colours pipes before anything else. */
  readonly model?: ModelStore | undefined;
  readonly network: Network;
  readonly columns: ColumnStore;
  /** Solved pressures of the area looked at, laid over what files and single sensors tell; null where there are none. */
  readonly solved?: SolvedOver | undefined;
  /** Pipes are painted by another attribute than before: they are to be drawn again. */
  readonly onChange: () => void;
  readonly every?: (run: () => void, ms: number) => () => void;
}

const everyMs = (run: () => void, ms: number) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

/** Work of which only the newest counts: what it replaces is stopped and its answer is not heard. */
function newestOnly() {
  let stop = new AbortController();
  return {
    run: (work: (signal: AbortSignal) => Promise<void>) => {
      stop.abort();
      stop = new AbortController();
      const { signal } = stop;
      // What could not be had was told by the column store; what was stopped is nobody's loss.
      work(signal).catch(() => {});
    },
    stop: () => stop.abort(),
  };
}

/** Classes of the attribute that colours, in the `color` plane. */
function keepColors({
  view,
  model,
  solved,
  network: { version, painted, pipeStates: states },
  columns,
  onChange,
}: PipePaintInput) {
  const work = newestOnly();
  const stop = new AbortController();
  let isAsking = false;
  const lay = (by: ColumnName, column: Column) => {
    const over = by === "pressure" ? solved?.bytes() : null;
    states.replace("color", over ? laidOver(column, over) : (column as Uint8Array));
  };
  return {
    stop: () => {
      work.stop();
      stop.abort();
    },
    /** Takes in what the solution says now, when pressure is what is seen. */
    freshen: async () => {
      const isSeen = () => painted.by === "pressure" && view.getState().colorBy === "pressure";
      if (!solved || isAsking || !isSeen()) return;
      isAsking = true;
      try {
        const isOther = await solved.refresh(stop.signal);
        const column = isOther ? await columns.load("pressure", stop.signal) : null;
        if (column && isSeen()) lay("pressure", column);
      } catch {
        // The next second asks again; until then the last stands.
      } finally {
        isAsking = false;
      }
    },
    update: (isAnew = false) => {
      const marks = marksNow(model, version);
      const by = marks ? "model" : view.getState().colorBy;
      work.run(async (signal) => {
        if (marks) states.replace("color", marksColumn(marks, states.bytes.length));
        // Tiles tell the level themselves, so that the first picture waits for no column.
        else if (by !== "level" && by !== "model") {
          const column = await (isAnew ? columns.reload(by, signal) : columns.load(by, signal));
          // Without a solution the column alone is shown.
          if (by === "pressure") await solved?.refresh(signal).catch(() => false);
          if (signal.aborted) return;
          lay(by, column);
        }
        if (by === painted.by) return;
        painted.by = by;
        onChange();
      });
    },
  };
}

/** A column with the solution's classes where it has any. */
function laidOver(column: Column, bytes: Uint8Array): Uint8Array {
  const over = Uint8Array.from(column);
  const count = Math.min(over.length, bytes.length);
  for (let seq = 0; seq < count; seq++) if (bytes[seq] !== NOT_SOLVED) over[seq] = bytes[seq] as number;
  return over;
}

/** Which pipes the filter takes away, as a bit of their flags. */
function keepHidden({ view, network: { pipeStates: states }, columns }: PipePaintInput) {
  const work = newestOnly();
  return {
    stop: work.stop,
    update: (isAnew = false) => {
      const filter = view.getState().pipeFilter;
      const names = columnsOf(filter);
      const load = (name: ColumnName, signal: AbortSignal) =>
        isAnew && name === "pressure" ? columns.reload(name, signal) : columns.load(name, signal);
      work.run(async (signal) => {
        const loaded = await Promise.all(names.map((name) => load(name, signal)));
        if (signal.aborted) return;
        const byName = Object.fromEntries(names.map((name, i) => [name, loaded[i] as Column]));
        const count = Math.min(states.bytes.length, ...loaded.map(({ length }) => length));
        states.writeBit(HIDDEN, names.length === 0 ? new Uint8Array(0) : hiddenPipes(filter, byName, count));
      });
    },
  };
}

/** The pipes that a region chose, as a bit of their flags. */
function keepChosen({ chosen, network: { version, pipeStates: states } }: PipePaintInput) {
  let marked: Uint32Array = new Uint32Array(0);
  return () => {
    const seqs = chosen?.getState().seqs;
    const next = seqs?.snapshot === version ? seqs.of : new Uint32Array(0);
    if (next === marked) return;
    states.moveMany(CHOSEN, marked, next);
    marked = next;
  };
}

/** Which way gas flows, in the `flow` plane: asked for once, when the map is near enough to draw it. */
function keepFlow({ network: { pipeStates: states }, columns }: PipePaintInput) {
  const work = newestOnly();
  let isAsked = false;
  return {
    stop: work.stop,
    look: (zoom: number) => {
      if (isAsked || zoom < ARROWS_ZOOM) return;
      isAsked = true;
      work.run(async (signal) => {
        try {
          const column = await columns.load("flow", signal);
          if (!signal.aborted)
            states.replace(
              "flow",
              Uint8Array.from(column, (value) => (value > 2 ? 0 : value)),
            );
        } catch (cause) {
          isAsked = false;
          throw cause;
        }
      });
    },
  };
}

/**
 * Keeps what colours and hides pipes as the view wants it, in the network's state bytes: never in tiles or geometry. Until a column has come,
 * and when it cannot be had, pipes stay as they are.
 */
export function paintPipes(input: PipePaintInput) {
  const { view, chosen, model, every = everyMs } = input;
  const [colors, hidden, flow, mark] = [keepColors(input), keepHidden(input), keepFlow(input), keepChosen(input)];
  const stops = [
    model ? keepMarks(model, input.network) : () => {},
    model?.subscribe((now, before) => {
      if (now.result !== before.result) colors.update();
    }) ?? (() => {}),
    view.subscribe((now, before) => {
      const isElsewhere = now.colorBy === "pressure" && now.area !== before.area;
      if (now.colorBy !== before.colorBy || isElsewhere) colors.update();
      if (now.pipeFilter !== before.pipeFilter) hidden.update();
    }),
    chosen?.subscribe(mark) ?? (() => {}),
    every(() => {
      const { colorBy, pipeFilter } = view.getState();
      if (colorBy === "pressure") colors.update(true);
      if (pipeFilter.only.pressure) hidden.update(true);
    }, PRESSURE_MS),
    ...(input.solved ? [every(() => void colors.freshen(), SOLVED_MS)] : []),
    colors.stop,
    hidden.stop,
    flow.stop,
  ];
  colors.update();
  hidden.update();
  mark();
  return {
    /** The map has come to rest at a zoom. */
    look: flow.look,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
