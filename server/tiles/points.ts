import { STATION_KINDS, STATION_MIN_ZOOM } from "#contract/gas.ts";
import { curveOrder } from "./curve-order.ts";
import { hilbert } from "./hilbert.ts";
import { type PackedTree, packTree, widenTo } from "./packed-tree.ts";

/** Zooms from which some kind of station is drawn, ascending: the rank of a station is the place of its kind's in it. */
export const RANK_ZOOMS: readonly number[] = [...new Set(Object.values(STATION_MIN_ZOOM))].sort((a, b) => a - b);
const RANK_OF_KIND = STATION_KINDS.map((kind) => RANK_ZOOMS.indexOf(STATION_MIN_ZOOM[kind]));

/** Stations in the order in which tiles read them: by rank, then along a curve. Transferable. */
export interface PointOrder {
  /** Dense number of the station at each place. */
  readonly seqs: Uint32Array<ArrayBuffer>;
  /** Where it stands: x at 2p, y at 2p + 1, world units. */
  readonly xy: Int32Array<ArrayBuffer>;
  /** For each rank. */
  readonly trees: readonly PackedTree[];
}

/**
 * @param things which stations, in the order of their ids.
 * @param xy place of each station by dense number, world units.
 */
export function buildPointOrder(things: Uint32Array<ArrayBuffer>, kind: Uint8Array, xy: Int32Array): PointOrder {
  const { things: seqs, starts } = curveOrder(
    things,
    RANK_ZOOMS.length,
    (i) => RANK_OF_KIND[kind[i] as number] as number,
    (i) => hilbert(xy[2 * i] as number, xy[2 * i + 1] as number),
  );
  const placed = new Int32Array(2 * seqs.length);
  seqs.forEach((i, p) => {
    placed[2 * p] = xy[2 * i] as number;
    placed[2 * p + 1] = xy[2 * i + 1] as number;
  });
  const trees = RANK_ZOOMS.map((_, rank) => {
    const first = starts[rank] as number;
    return packTree(first, (starts[rank + 1] as number) - first, (p, box) =>
      widenTo(box, placed[2 * p] as number, placed[2 * p + 1] as number),
    );
  });
  return { seqs, xy: placed, trees };
}
