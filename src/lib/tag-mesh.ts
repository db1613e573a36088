import type { FlatMesh, TagColumns } from "./network-tile.ts";
import { CORNERS, quadIndex } from "./quads.ts";

/** Bytes of a vertex: int16 x, y · int8 corner x, y · uint8 slot, 0 · (2 free) · uint32 seq. */
export const TAG_STRIDE = 12;

/** A square of two triangles for each sensor; how large and where beside its station the shader decides. */
export function tagMesh({ xy, seq, slot }: Pick<TagColumns, "xy" | "seq" | "slot">): FlatMesh {
  const n = seq.length;
  const buffer = new ArrayBuffer(n * 4 * TAG_STRIDE);
  const [places, numbers, bytes] = [new Int16Array(buffer), new Uint32Array(buffer), new Int8Array(buffer)];
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 4; c++) {
      const v = i * 4 + c;
      places[v * 6] = xy[i * 2] as number;
      places[v * 6 + 1] = xy[i * 2 + 1] as number;
      bytes[v * TAG_STRIDE + 4] = CORNERS[c * 2] as number;
      bytes[v * TAG_STRIDE + 5] = CORNERS[c * 2 + 1] as number;
      bytes[v * TAG_STRIDE + 6] = slot[i] as number;
      numbers[v * 3 + 2] = seq[i] as number;
    }
  }
  return { vertices: new Uint8Array(buffer), index: quadIndex(n) };
}
