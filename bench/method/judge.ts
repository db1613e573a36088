/** One line of the table: ours beside a peer, or ours alone against a bound. */
export interface Line {
  /** As in the list of goals: G1 … G14. */
  readonly goal: string;
  readonly what: string;
  /** null = not measured, `why` says why. */
  readonly ours: number | null;
  /** null = no peer: `target.most` alone counts. */
  readonly peer: number | null;
  /** True when the peer was stopped at `peer`, which is then a lower bound. */
  readonly isPeerLimit?: boolean;
  readonly unit: string;
  /** `ratio`: ours is at most this share of the peer's; `most`: ours is at most this, in `unit`. Both may be asked. None = told, not judged. */
  readonly target: { readonly ratio?: number; readonly most?: number };
  /** How many runs each figure is the median of. */
  readonly n: number;
  /** Load average of one minute when it was measured. */
  readonly load: number;
  /** What a reader must know to read the line rightly. */
  readonly note?: string;
}

export type Verdict = "met" | "MISSED" | "not measured" | "told";

export const ratioOf = ({ ours, peer }: Line): number | null => (ours === null || peer === null ? null : ours / peer);

/** A line without a figure is not met: what was not measured proves nothing. */
export function judge(line: Line): Verdict {
  const { ours, peer, target } = line;
  if (target.ratio === undefined && target.most === undefined) return "told";
  if (ours === null || Number.isNaN(ours)) return "not measured";
  if (target.most !== undefined && !(ours <= target.most)) return "MISSED";
  if (target.ratio === undefined) return "met";
  if (peer === null || Number.isNaN(peer)) return "not measured";
  return ours <= peer * target.ratio ? "met" : "MISSED";
}

export const isFailure = (line: Line): boolean => {
  const verdict = judge(line);
  return verdict === "MISSED" || verdict === "not measured";
};

/** Above this other work has bent the figures (see README.md). */
export const BUSY_LOAD = 3;
