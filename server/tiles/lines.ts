import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { curveOrder } from "./curve-order.ts";
import { hilbert } from "./hilbert.ts";
import { type PackedTree, packTree, widenTo } from "./packed-tree.ts";
import { latOf, lngOf } from "./world.ts";

/** What pipes look like on tiles and whom they belong to: each combination once, for there are few. */
export interface Looks {
  readonly level: Uint8Array<ArrayBuffer>;
  readonly material: Uint8Array<ArrayBuffer>;
  readonly status: Uint8Array<ArrayBuffer>;
  readonly dnMm: Uint16Array<ArrayBuffer>;
  readonly county: Uint16Array<ArrayBuffer>;
  readonly enterprise: Uint16Array<ArrayBuffer>;
}

/**
 * Lines of pipes in the order in which tiles read them: by pressure level, then along a curve. Everything that a tile needs of a line
 * stands at the same place, next to that of its neighbours. Transferable.
 */
export interface Lines {
  /** First vertex of the line at each place, and at last how many there are. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Vertex v: x at 2v, y at 2v + 1, world units. */
  readonly xy: Int32Array<ArrayBuffer>;
  /** Dense number of the pipe at each place, or `NOBODY`. */
  readonly seqs: Uint32Array<ArrayBuffer>;
  /** Which of `looks` the line at each place has. */
  readonly look: Uint32Array<ArrayBuffer>;
  readonly looks: Looks;
  /** For each pressure level. */
  readonly trees: readonly PackedTree[];
}

/** In `Lines.seqs` where a pipe was that has moved or gone. */
export const NOBODY = 0xffffffff;

/** In the places of pipes: the line stands in the second of their lines, at the place without this bit. */
export const SECOND = 0x80000000;
/** Place of a pipe that is not there any more. */
export const NO_PLACE = 0xffffffff;

/** Where the line of each pipe stands, when all stand in one. */
export function placesOf(seqs: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(count).fill(NO_PLACE);
  for (let place = 0; place < seqs.length; place++) places[seqs[place] as number] = place;
  return places;
}

/** Vertices of a pipe, x and y in world units; none when there is no such pipe. */
export function courseOf(
  { lines, places }: { readonly lines: readonly Lines[]; readonly places: Uint32Array },
  seq: number,
): Int32Array {
  const place = places[seq];
  if (place === undefined || place === NO_PLACE) return new Int32Array();
  const found = lines[place >= SECOND ? 1 : 0] as Lines;
  const at = place >= SECOND ? place - SECOND : place;
  return found.xy.subarray(2 * (found.offsets[at] as number), 2 * (found.offsets[at + 1] as number));
}

/** Courses of all pipes by dense number, in degrees: vertex v of pipe i at lngLat[2 * (offsets[i] + v)]. Large, and made anew each time. */
export function degreesOf(pipes: { readonly count: number } & Parameters<typeof courseOf>[0]): {
  offsets: Uint32Array<ArrayBuffer>;
  lngLat: Float64Array<ArrayBuffer>;
} {
  const offsets = new Uint32Array(pipes.count + 1);
  for (let i = 0; i < pipes.count; i++) offsets[i + 1] = (offsets[i] as number) + courseOf(pipes, i).length / 2;
  const lngLat = new Float64Array(2 * (offsets[pipes.count] as number));
  for (let i = 0; i < pipes.count; i++)
    courseOf(pipes, i).forEach((v, k) => {
      lngLat[2 * (offsets[i] as number) + k] = k % 2 === 0 ? lngOf(v) : latOf(v);
    });
  return { offsets, lngLat };
}

export function ascending(count: number): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = i;
  return out;
}

/** What lines are made of, by dense number. */
export interface LineParts {
  /** Vertex v of pipe i: xy[2 * (offsets[i] + v)] */
  readonly offsets: Uint32Array;
  readonly xy: Int32Array;
  readonly level: Uint8Array;
  readonly material: Uint8Array;
  readonly status: Uint8Array;
  readonly dnMm: Uint16Array;
  readonly county: Uint16Array;
  readonly enterprise: Uint16Array;
}

/** @param things which of the parts, in the order of their ids. */
export function buildLines(parts: LineParts, things: Uint32Array<ArrayBuffer>): Lines {
  const { offsets: from, xy } = parts;
  const order = curveOrder(
    things,
    PRESSURE_LEVELS.length,
    (i) => parts.level[i] as number,
    (i) => placeOnCurve(xy, from[i] as number, from[i + 1] as number),
  );
  const count = things.length;
  const offsets = new Uint32Array(count + 1);
  for (let p = 0; p < count; p++) {
    const i = order.things[p] as number;
    offsets[p + 1] = (offsets[p] as number) + (from[i + 1] as number) - (from[i] as number);
  }
  const placed = new Int32Array(2 * (offsets[count] as number));
  for (let p = 0; p < count; p++) {
    let to = 2 * (offsets[p] as number);
    const end = 2 * (offsets[p + 1] as number);
    for (let k = 2 * (from[order.things[p] as number] as number); to < end; k++, to++) placed[to] = xy[k] as number;
  }
  const { look, looks } = looksOf(parts, order.things);
  const trees = PRESSURE_LEVELS.map((_, level) => {
    const first = order.starts[level] as number;
    return packTree(first, (order.starts[level + 1] as number) - first, (p, box) =>
      widenToLine(placed, offsets[p] as number, offsets[p + 1] as number, box),
    );
  });
  return { offsets, xy: placed, seqs: order.things, look, looks, trees };
}

function widenToLine(xy: Int32Array, from: number, to: number, box: Int32Array): void {
  for (let k = 2 * from; k < 2 * to; k += 2) widenTo(box, xy[k] as number, xy[k + 1] as number);
}

const box = new Int32Array(4);

/** Where on the curve the middle of a line's box lies. */
export function placeOnCurve(xy: Int32Array, from: number, to: number): number {
  if (from === to) return 0;
  box[0] = box[2] = xy[2 * from] as number;
  box[1] = box[3] = xy[2 * from + 1] as number;
  widenToLine(xy, from + 1, to, box);
  const [west, north, east, south] = box as unknown as [number, number, number, number];
  return hilbert((west + east) >> 1, (north + south) >> 1);
}

/** Combinations of attributes as numbers, in the order in which they are met. */
function looksOf(parts: LineParts, things: Uint32Array): { look: Uint32Array<ArrayBuffer>; looks: Looks } {
  const { level, material, status, dnMm, county, enterprise } = parts;
  const look = new Uint32Array(things.length);
  /** An example of each look. */
  const met: number[] = [];
  // Open addressing, look + 1, 0 = free.
  let table = new Uint32Array(1 << 10);
  const slotOf = (i: number): number => {
    let hash = Math.imul(
      (level[i] as number) | ((material[i] as number) << 8) | ((status[i] as number) << 16),
      0x9e3779b1,
    );
    hash = Math.imul(hash ^ (dnMm[i] as number), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ (((enterprise[i] as number) << 16) | (county[i] as number)), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & (table.length - 1);
    for (; table[slot]; slot = (slot + 1) & (table.length - 1)) {
      const k = met[(table[slot] as number) - 1] as number;
      if (
        level[k] === level[i] &&
        material[k] === material[i] &&
        status[k] === status[i] &&
        dnMm[k] === dnMm[i] &&
        county[k] === county[i] &&
        enterprise[k] === enterprise[i]
      )
        break;
    }
    return slot;
  };
  for (let p = 0; p < things.length; p++) {
    const i = things[p] as number;
    let slot = slotOf(i);
    if (!table[slot]) {
      met.push(i);
      if (2 * met.length > table.length) {
        table = new Uint32Array(2 * table.length);
        met.forEach((k, n) => {
          table[slotOf(k)] = n + 1;
        });
        slot = slotOf(i);
      }
      table[slot] = met.length;
    }
    look[p] = (table[slot] as number) - 1;
  }
  const of = (column: Uint8Array | Uint16Array) => met.map((i) => column[i] as number);
  return {
    look,
    looks: {
      level: Uint8Array.from(of(level)),
      material: Uint8Array.from(of(material)),
      status: Uint8Array.from(of(status)),
      dnMm: Uint16Array.from(of(dnMm)),
      county: Uint16Array.from(of(county)),
      enterprise: Uint16Array.from(of(enterprise)),
    },
  };
}
