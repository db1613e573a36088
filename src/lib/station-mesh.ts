import type { FlatMesh, StationColumns } from "./network-tile.ts";
import { CORNERS, quadIndex } from "./quads.ts";

/** Bytes of a vertex: int16 x, y · int8 corner x, y · uint8 kind, gas · uint32 seq. */
export const STATION_STRIDE = 12;

const made = new WeakMap<StationColumns, { readonly mesh: FlatMesh }>();

/** A square of two triangles for each station of a tile, made once; how large and whether it is drawn the shader decides. */
export function stationMesh(stations: StationColumns): { readonly mesh: FlatMesh } {
  const known = made.get(stations) ?? { mesh: meshOf(stations) };
  made.set(stations, known);
  return known;
}

function meshOf({ xy, seq, kind, gas }: StationColumns): FlatMesh {
  const n = seq.length;
  const buffer = new ArrayBuffer(n * 4 * STATION_STRIDE);
  const [places, numbers, bytes] = [new Int16Array(buffer), new Uint32Array(buffer), new Int8Array(buffer)];
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 4; c++) {
      const v = i * 4 + c;
      places[v * 6] = xy[i * 2] as number;
      places[v * 6 + 1] = xy[i * 2 + 1] as number;
      bytes[v * STATION_STRIDE + 4] = CORNERS[c * 2] as number;
      bytes[v * STATION_STRIDE + 5] = CORNERS[c * 2 + 1] as number;
      bytes[v * STATION_STRIDE + 6] = kind[i] as number;
      bytes[v * STATION_STRIDE + 7] = gas[i] as number;
      numbers[v * 3 + 2] = seq[i] as number;
    }
  }
  return { vertices: new Uint8Array(buffer), index: quadIndex(n) };
}
