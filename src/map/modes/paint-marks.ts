import { MARK_CLASSES, type ModelMarks } from "#contract/model.ts";
import type { Network } from "#lib/network-tile.ts";
import { CHOSEN, NO_CLASS } from "#lib/state-bytes.ts";
import type { ModelStore } from "#state/model.ts";

/** Classes that carry an edge beside their colour, so that they are told apart without one. */
const EDGED: ReadonlySet<number> = new Set([MARK_CLASSES.indexOf("isolated"), MARK_CLASSES.indexOf("added")]);

/** The class of every pipe under a result; what it does not name has none. */
export function marksColumn({ seqs, classes }: ModelMarks, length: number): Uint8Array<ArrayBuffer> {
  const column = new Uint8Array(length).fill(NO_CLASS);
  seqs.forEach((seq, i) => {
    if (seq < length) column[seq] = classes[i] as number;
  });
  return column;
}

const edgedOf = ({ seqs, classes }: ModelMarks): Uint32Array => seqs.filter((_, i) => EDGED.has(classes[i] as number));

/** The marks of the result on the map now; null while there is none, or of another snapshot's numbers. */
export const marksNow = (model: ModelStore | undefined, version: string): ModelMarks | null => {
  const result = model?.getState().result;
  return result && result.snapshot === version && result.marks.seqs.length > 0 ? result.marks : null;
};

/** Keeps the edges of what a result cuts off, as a bit of the pipes' flags. */
export function keepMarks(model: ModelStore, { version, pipeStates }: Network) {
  let marked: Uint32Array = new Uint32Array(0);
  const update = () => {
    const marks = marksNow(model, version);
    const next = marks ? edgedOf(marks) : new Uint32Array(0);
    pipeStates.moveMany(CHOSEN, marked, next);
    marked = next;
  };
  update();
  return model.subscribe((now, before) => {
    if (now.result !== before.result) update();
  });
}
