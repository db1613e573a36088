import type { Snapshot } from "#server/tiles/snapshot.ts";

type Numbered = Pick<Snapshot, "tagSeq">;

const known = new WeakMap<Numbered, Map<string, number>>();

/** Dense number of a tag, or undefined; remembered for each snapshot, since every reading asks. Names that no tag has are not remembered. */
export function tagSeqOf(snapshot: Numbered, id: string): number | undefined {
  let seqs = known.get(snapshot);
  if (seqs === undefined) {
    seqs = new Map();
    known.set(snapshot, seqs);
  }
  const before = seqs.get(id);
  if (before !== undefined) return before;
  const seq = snapshot.tagSeq(id);
  if (seq !== undefined) seqs.set(id, seq);
  return seq;
}
