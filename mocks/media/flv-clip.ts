/** One tag of an FLV file: its type, its time in ms, and its whole bytes with the size that follows it. */
export interface FlvTag {
  readonly kind: number;
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** A clip that can be played round and round. */
export interface FlvClip {
  readonly head: Uint8Array;
  /** Tags that open a stream: metadata and the codec's configuration. */
  readonly opening: readonly FlvTag[];
  readonly frames: readonly FlvTag[];
  /** ms after which it begins anew. */
  readonly lengthMs: number;
}

const FILE_HEAD = 13;
const TAG_HEAD = 11;
const VIDEO = 9;
const SCRIPT = 18;

/** Reads an FLV file as ffmpeg writes it (Adobe FLV specification 10.1, annex E). */
export function readFlv(file: Uint8Array): FlvClip {
  const opening: FlvTag[] = [];
  const frames: FlvTag[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = FILE_HEAD; at + TAG_HEAD <= file.length; ) {
    const kind = view.getUint8(at);
    const size = view.getUint32(at) & 0xffffff;
    const atMs = (view.getUint32(at + 4) >>> 8) | (view.getUint8(at + 7) << 24);
    const end = at + TAG_HEAD + size + 4;
    const tag = { kind, atMs, bytes: file.subarray(at, end) };
    // An AVC packet of type 0 carries the configuration; type 2 ends the sequence and would end a player.
    const packet = kind === VIDEO ? view.getUint8(at + TAG_HEAD + 1) : 1;
    if (kind === SCRIPT || packet === 0) opening.push(tag);
    else if (packet === 1) frames.push(tag);
    at = end;
  }
  const [first, second] = frames;
  const last = frames.at(-1);
  if (!first || !second || !last) throw new Error("the clip has less than two frames");
  return { head: file.subarray(0, FILE_HEAD), opening, frames, lengthMs: last.atMs + second.atMs - first.atMs };
}

/** A copy of a tag with another time, ms. */
export function atTime({ bytes }: FlvTag, ms: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const time = Math.round(ms) >>> 0;
  view.setUint8(4, (time >>> 16) & 255);
  view.setUint8(5, (time >>> 8) & 255);
  view.setUint8(6, time & 255);
  view.setUint8(7, time >>> 24);
  return copy;
}

const isKey = ({ kind, bytes }: FlvTag): boolean => kind === VIDEO && (bytes[TAG_HEAD] ?? 0) >> 4 === 1;

/** The place in a clip, ms from its beginning, of the last frame at or before a moment from which a player can begin. */
export function keyBefore({ frames, lengthMs }: FlvClip, ms: number): number {
  const within = ms % lengthMs;
  return frames.findLast((tag) => isKey(tag) && tag.atMs <= within)?.atMs ?? 0;
}
