import { TILE_EXTENT } from "#contract/tiles.ts";
import type { Pieces } from "./clip.ts";
import { type LookTags, makeTags } from "./look-tags.ts";
import { LINE_BUFFER } from "./thin.ts";
import { closeField, LAYER_FEATURE, type LayerBuffer, putVarint, putZigzag } from "./tile-buffer.ts";

/** A tile and its buffer, from which lines are cut, in its units. */
export const LEAST = -LINE_BUFFER;
export const MOST = TILE_EXTENT + LINE_BUFFER;

const FEATURE_ID = 1 << 3;
const FEATURE_TAGS = (2 << 3) | 2;
const FEATURE_TYPE = 3 << 3;
const FEATURE_GEOMETRY = (4 << 3) | 2;
const LINE_STRING = 2;
const MOVE_ONCE = (1 << 3) | 1;
const LINE_TO = 2;
const LINE_ONCE = (1 << 3) | LINE_TO;
/** Bytes of a feature beside its vertices, at most; a vertex and the head of a piece have ten each. */
const FEATURE_BYTES = 64;

/** Begins the feature of a pipe, up to its geometry; gives the place after it. */
function beginLine(bytes: Uint8Array, start: number, seq: number, tags: LookTags, l: number): number {
  let at = start;
  bytes[at++] = FEATURE_ID;
  at = putVarint(bytes, at, seq);
  bytes[at++] = FEATURE_TAGS;
  // Their length is the first of the bytes.
  for (let from = tags.starts[l] as number, left = tags.bytes[from] as number; left >= 0; left--)
    bytes[at++] = tags.bytes[from++] as number;
  bytes[at++] = FEATURE_TYPE;
  bytes[at++] = LINE_STRING;
  bytes[at++] = FEATURE_GEOMETRY;
  return at;
}

/** Writes a pipe with its pieces in tile units: those of `run`. */
export function writeLine(
  layer: LayerBuffer,
  seq: number,
  tags: LookTags,
  l: number,
  run: Int32Array,
  pieces: Pieces,
): void {
  const { out } = layer;
  out.room(FEATURE_BYTES + 10 * (pieces.ends[pieces.count - 1] as number));
  const { bytes } = out;
  if (tags.turns[l] !== tags.turn) makeTags(tags, layer, l);
  bytes[out.at] = LAYER_FEATURE;
  const featureAt = out.at + 1;
  const geometryAt = beginLine(bytes, featureAt + 1, seq, tags, l);
  const at = closeField(bytes, geometryAt, putPieces(bytes, geometryAt + 1, run, pieces));
  out.at = closeField(bytes, featureAt, at);
  layer.count += 1;
}

/** Writes a pipe of one stretch that lies in the tile. Its feature is below 128 bytes, so that both lengths are one byte. */
export function writeStretch(
  layer: LayerBuffer,
  seq: number,
  tags: LookTags,
  l: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  const { out } = layer;
  out.room(FEATURE_BYTES + 40);
  const { bytes } = out;
  if (tags.turns[l] !== tags.turn) makeTags(tags, layer, l);
  bytes[out.at] = LAYER_FEATURE;
  const featureAt = out.at + 1;
  const geometryAt = beginLine(bytes, featureAt + 1, seq, tags, l);
  let at = geometryAt + 1;
  bytes[at++] = MOVE_ONCE;
  at = putZigzag(bytes, at, ax);
  at = putZigzag(bytes, at, ay);
  bytes[at++] = LINE_ONCE;
  // One too short for this zoom is drawn one unit long: a chain of short pieces must not become a gap.
  at = putZigzag(bytes, at, ax === bx && ay === by ? (ax < MOST ? 1 : -1) : bx - ax);
  at = putZigzag(bytes, at, by - ay);
  bytes[geometryAt] = at - geometryAt - 1;
  bytes[featureAt] = at - featureAt - 1;
  out.at = at;
  layer.count += 1;
}

function putPieces(bytes: Uint8Array, start: number, from: Int32Array, pieces: Pieces): number {
  let at = start;
  let x = 0;
  let y = 0;
  for (let p = 0, k = 0; p < pieces.count; p++) {
    const end = pieces.ends[p] as number;
    bytes[at++] = MOVE_ONCE;
    const steps = (end - k) / 2 - 1;
    for (let isFirst = true; k < end; k += 2, isFirst = false) {
      const nextX = from[k] as number;
      const nextY = from[k + 1] as number;
      at = putZigzag(bytes, at, nextX - x);
      at = putZigzag(bytes, at, nextY - y);
      x = nextX;
      y = nextY;
      if (isFirst) at = putVarint(bytes, at, (steps << 3) | LINE_TO);
    }
  }
  return at;
}
