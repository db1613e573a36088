import type { Looks } from "./lines.ts";
import { type LayerBuffer, putVarint } from "./tile-buffer.ts";

/** Keys of five attributes and places of their values, at most. */
const MOST_BYTES = 20;

/**
 * The attributes of pipes as a layer holds them, made once in each layer for each look that comes: pipes are many and looks are few.
 * `starts[l]` is where the bytes of look l begin in `bytes`, its length first, when `turns[l]` is the layer's turn.
 */
export interface LookTags {
  readonly looks: Looks;
  bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly turns: Uint32Array;
  at: number;
  turn: number;
}

const known = new WeakMap<Looks, LookTags>();

const noTags = (looks: Looks): LookTags => ({
  looks,
  bytes: new Uint8Array(1024),
  starts: new Uint32Array(looks.level.length),
  turns: new Uint32Array(looks.level.length),
  at: 0,
  turn: 0,
});

/** The tags of a run's looks for the layer that is being written. */
export function lookTagsFor(layer: LayerBuffer, looks: Looks): LookTags {
  const tags = known.get(looks) ?? noTags(looks);
  known.set(looks, tags);
  if (tags.turn !== layer.turn) {
    tags.turn = layer.turn;
    tags.at = 0;
  }
  return tags;
}

/** Makes the bytes of look l. */
export function makeTags(tags: LookTags, layer: LayerBuffer, l: number): void {
  if (tags.at + 1 + MOST_BYTES > tags.bytes.length) {
    const grown = new Uint8Array(2 * tags.bytes.length);
    grown.set(tags.bytes);
    tags.bytes = grown;
  }
  const { bytes, looks } = tags;
  const start = tags.at;
  let at = start + 1;
  at = putTag(bytes, at, 0, layer, looks.level[l] as number);
  at = putTag(bytes, at, 1, layer, looks.material[l] as number);
  at = putTag(bytes, at, 2, layer, looks.dnMm[l] as number);
  at = putTag(bytes, at, 3, layer, looks.status[l] as number);
  at = putTag(bytes, at, 4, layer, looks.county[l] as number);
  bytes[start] = at - start - 1;
  tags.starts[l] = start;
  tags.turns[l] = tags.turn;
  tags.at = at;
}

function putTag(bytes: Uint8Array, at: number, key: number, layer: LayerBuffer, value: number): number {
  bytes[at] = key;
  return putVarint(bytes, at + 1, layer.number(value) - 1);
}
