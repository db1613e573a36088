import type { FrameKind } from "#contract/live-frame.ts";
import type { Audience, SightTags } from "./audience.ts";
import { encodeFrame } from "./encode-frame.ts";
import type { LatestColumns } from "./latest.ts";
import { hasBit, listBits } from "./seq-bits.ts";

type Frame = Uint8Array<ArrayBuffer>;

const NONE = new Uint32Array(0);
/** Rows of the frame being encoded; as long as the longest so far. */
let rows = new Uint32Array(1024);

const roomFor = (count: number): Uint32Array => {
  if (rows.length < count) rows = new Uint32Array(2 * count);
  return rows;
};

/** Those of `changed` that an audience sees. */
function changedRows(changed: Uint32Array, { bits }: Audience): Uint32Array {
  const into = roomFor(changed.length);
  let n = 0;
  for (let i = 0; i < changed.length; i++) {
    const seq = changed[i] as number;
    if (hasBit(bits, seq)) into[n++] = seq;
  }
  return into.subarray(0, n);
}

function allRows({ bits, count }: Audience): Uint32Array {
  const into = roomFor(count);
  return into.subarray(0, listBits(bits, into));
}

/** Notes the newest reading among those of `changed` that a sight may be told of. */
export function noteNewest(of: SightTags, changed: Uint32Array, { at }: LatestColumns): void {
  for (let i = 0; i < changed.length; i++) {
    const seq = changed[i] as number;
    const t = at[seq] as number;
    if (t > of.newestAt && hasBit(of.bits, seq)) of.newestAt = t;
  }
}

/**
 * Frames of one beat, each encoded when the first client needs it and shared by all clients of its audience. `changed` ascends. The
 * newest reading is that of the whole sight: a page that looks at a quiet street must not say that the feed is silent.
 */
export function createBeatFrames(columns: LatestColumns, changed: Uint32Array, serverTime: number) {
  const made = { snapshot: new Map<Audience, Frame>(), delta: new Map<Audience, Frame | null>() };
  const heartbeats = new Map<SightTags, Frame>();
  const encode = (kind: FrameKind, { newestAt }: SightTags, seqs: Uint32Array) =>
    encodeFrame({ kind, sequence: 0, serverTime, newestAt }, seqs, columns);
  return {
    snapshot(audience: Audience): Frame {
      const frame = made.snapshot.get(audience) ?? encode("snapshot", audience.of, allRows(audience));
      made.snapshot.set(audience, frame);
      return frame;
    },
    /** null when nothing changed that the audience sees. */
    delta(audience: Audience): Frame | null {
      const known = made.delta.get(audience);
      if (known !== undefined) return known;
      const seqs = changedRows(changed, audience);
      const frame = seqs.length === 0 ? null : encode("delta", audience.of, seqs);
      made.delta.set(audience, frame);
      return frame;
    },
    heartbeat({ of }: Audience): Frame {
      const frame = heartbeats.get(of) ?? encode("heartbeat", of, NONE);
      heartbeats.set(of, frame);
      return frame;
    },
  };
}
