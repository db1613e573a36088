import type { FrameKind } from "#contract/live-frame.ts";
import type { Audience } from "./audience.ts";
import { encodeFrame } from "./encode-frame.ts";
import type { LatestColumns } from "./latest.ts";

/** Newest reading among the tags of an audience, ms; 0 when none: a client learns nothing of tags it may not see. */
function newestOf({ seqs }: Audience, { at }: LatestColumns): number {
  let newest = 0;
  for (const seq of seqs) if ((at[seq] as number) > newest) newest = at[seq] as number;
  return newest;
}

/** Frames of one beat, each encoded when the first client needs it and shared by all clients of its audience. */
export function createBeatFrames(columns: LatestColumns, changed: readonly number[], serverTime: number) {
  const made = new Map<string, Uint8Array<ArrayBuffer> | null>();
  const newest = new Map<string, number>();
  const newestAt = (audience: Audience): number => {
    const known = newest.get(audience.key) ?? newestOf(audience, columns);
    newest.set(audience.key, known);
    return known;
  };
  const encode = (kind: FrameKind, audience: Audience, rows: ArrayLike<number>) =>
    encodeFrame({ kind, sequence: 0, serverTime, newestAt: newestAt(audience) }, rows, columns);
  const rowsOf = (kind: FrameKind, { seqs, mask }: Audience): ArrayLike<number> =>
    kind === "snapshot" ? seqs : kind === "delta" ? changed.filter((seq) => mask[seq] === 1) : [];
  return (kind: FrameKind, audience: Audience): Uint8Array<ArrayBuffer> | null => {
    const key = `${kind} ${audience.key}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const rows = rowsOf(kind, audience);
    const frame = kind === "delta" && rows.length === 0 ? null : encode(kind, audience, rows);
    made.set(key, frame);
    return frame;
  };
}
