import type { TagGeometry } from "./network-tile.ts";

/** Sensors as they came from a tile, one element each. */
export interface TagPoints {
  /** x, y in tile units. */
  readonly xy: Int16Array;
  readonly seq: Uint32Array;
  readonly kind: Uint8Array;
  readonly slot: Uint8Array;
  readonly station: Uint32Array;
}

const CORNERS = [-1, -1, 1, -1, 1, 1, -1, 1] as const;
const TRIANGLES = [0, 1, 2, 0, 2, 3] as const;

/** A square of two triangles for each sensor; how large and where beside its station the shader decides. */
export function tagMesh(points: TagPoints): TagGeometry {
  const n = points.seq.length;
  const position = new Int16Array(n * 8);
  const corner = new Int8Array(n * 8);
  const seq = new Uint32Array(n * 4);
  const kind = new Uint8Array(n * 16);
  const index = new Uint32Array(n * 6);
  for (let i = 0; i < n; i++) {
    corner.set(CORNERS, i * 8);
    for (let c = 0; c < 4; c++) {
      const v = i * 4 + c;
      position[v * 2] = points.xy[i * 2] as number;
      position[v * 2 + 1] = points.xy[i * 2 + 1] as number;
      seq[v] = points.seq[i] as number;
      kind[v * 4] = points.kind[i] as number;
      kind[v * 4 + 1] = points.slot[i] as number;
    }
    for (let t = 0; t < 6; t++) index[i * 6 + t] = i * 4 + (TRIANGLES[t] as number);
  }
  return { position, corner, seq, kind, index, count: n, station: points.station };
}
