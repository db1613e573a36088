import type { Bbox } from "#contract/route.ts";
import { NOBODY } from "./lines.ts";
import { meeting, searchTree } from "./packed-tree.ts";
import type { Snapshot } from "./snapshot.ts";
import { WORLD_BITS } from "./world.ts";

/** [west, north, east, south] in world units; need not be whole numbers. */
export type WorldBox = readonly [number, number, number, number];

/** Lines that may meet a box: those whose own boxes do, and some beside. */
export interface Nearby {
  /** Vertex v: x at 2v, y at 2v + 1, world units. */
  readonly xy: Int32Array;
  /** First vertex of the line at each place; the next one's is its end. */
  readonly offsets: Uint32Array;
  /** Places of the lines found. */
  readonly places: Uint32Array;
  /** Dense number of the pipe at a place. */
  seqAt(place: number): number;
}

const SIZE = 2 ** WORLD_BITS;
const MAX_LAT = 85.051129;

/**
 * A place in world units with fractions. Whole numbers are the middles of units, as vertices are kept: `worldX` of a vertex is within
 * half a unit (2 cm) of this.
 */
export function preciseWorld(lng: number, lat: number): [number, number] {
  const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return [(lng / 360 + 0.5) * SIZE - 0.5, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * SIZE - 0.5];
}

export function worldBox([west, south, east, north]: Bbox): WorldBox {
  return [...preciseWorld(west, north), ...preciseWorld(east, south)];
}

/** Lines by the run that they stand in, each once, in no order. */
export function pipesNear({ pipes }: Snapshot, box: WorldBox): Nearby[] {
  return pipes.lines.map(({ xy, offsets, seqs, trees }) => {
    const places: number[] = [];
    for (const tree of trees)
      searchTree(tree, meeting(box), (from, to) => {
        for (let place = from; place < to; place++) if (seqs[place] !== NOBODY) places.push(place);
      });
    return { xy, offsets, places: Uint32Array.from(places), seqAt: (place) => seqs[place] as number };
  });
}
