import type { PipePage } from "./pages.ts";
import { worldX, worldY } from "./world.ts";

/** Courses of lines by dense number: vertex v of line i at xy[2 * (offsets[i] + v)], world units. */
export interface Courses {
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly xy: Int32Array<ArrayBuffer>;
}

/** Where the vertices of each line lie in a run of WKB, and how many there are. */
function scanLines(wkb: Uint8Array, each: (at: number, count: number) => void): void {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  for (let at = 0; at < wkb.byteLength; ) {
    if (view.getUint8(at) !== 1 || view.getUint32(at + 1, true) !== 2)
      throw new Error("a pipe's geometry is no plain line");
    const count = view.getUint32(at + 5, true);
    each(at + 9, count);
    at += 9 + 16 * count;
  }
}

/** @param order where the pages' row of each number is, or null when they are in that order. */
export function coursesOf(pages: readonly PipePage[], count: number, order: Uint32Array | null): Courses {
  const page = new Uint32Array(count);
  const start = new Uint32Array(count);
  const vertices = new Uint32Array(count);
  let i = 0;
  pages.forEach(({ wkb }, p) => {
    scanLines(wkb, (at, n) => {
      page[i] = p;
      start[i] = at;
      vertices[i] = n;
      i++;
    });
  });
  if (i !== count) throw new Error(`${count} pipes came with ${i} lines`);
  const offsets = new Uint32Array(count + 1);
  const from = (k: number) => (order ? (order[k] as number) : k);
  for (let k = 0; k < count; k++) offsets[k + 1] = (offsets[k] as number) + (vertices[from(k)] as number);
  const xy = new Int32Array(2 * (offsets[count] as number));
  const views = pages.map(({ wkb }) => new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength));
  for (let k = 0; k < count; k++) {
    const view = views[page[from(k)] as number] as DataView;
    const at = start[from(k)] as number;
    const to = 2 * (offsets[k] as number);
    for (let v = 0; v < 2 * (vertices[from(k)] as number); v += 2) {
      xy[to + v] = worldX(view.getFloat64(at + 8 * v, true));
      xy[to + v + 1] = worldY(view.getFloat64(at + 8 * v + 8, true));
    }
  }
  return { offsets, xy };
}
