import type { Bbox } from "#contract/route.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

/** Where tags are, so that a box costs what lies in and at it, not a look at every tag. */
export interface TagIndex {
  /** Calls back for each tag within a box, borders included. @returns how many tags were looked at */
  within(bbox: Bbox, visit: (seq: number) => void): number;
  /** Whether a box holds every tag there is. */
  isAll(bbox: Bbox): boolean;
}

/** Cells to a side. A city of the province then lies in some dozens. */
const SIDE = 256;

function boundsOf(count: number, lngs: Float64Array, lats: Float64Array): Bbox {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let seq = 0; seq < count; seq++) {
    const lng = lngs[seq] as number;
    const lat = lats[seq] as number;
    if (lng < box[0]) box[0] = lng;
    if (lat < box[1]) box[1] = lat;
    if (lng > box[2]) box[2] = lng;
    if (lat > box[3]) box[3] = lat;
  }
  return box;
}

/** Sorts `count` things into cells. Thing `seqs[i]`, i from `starts[cell]` to `starts[cell + 1]`, lies in a cell. */
function sortIntoCells(count: number, cellOf: (seq: number) => number) {
  const starts = new Uint32Array(SIDE * SIDE + 1);
  for (let seq = 0; seq < count; seq++) {
    const next = cellOf(seq) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let cell = 0; cell < SIDE * SIDE; cell++)
    starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number);
  const seqs = new Uint32Array(count);
  const filled = starts.slice();
  for (let seq = 0; seq < count; seq++) {
    const cell = cellOf(seq);
    seqs[filled[cell] as number] = seq;
    filled[cell] = (filled[cell] as number) + 1;
  }
  return { starts, seqs };
}

/** Builds the index of a snapshot's tags, each at its station: some milliseconds for a hundred thousand. */
export function tagIndexOf({ tags, stations }: Pick<Snapshot, "tags" | "stations">): TagIndex {
  const { count } = tags;
  const lngs = new Float64Array(count);
  const lats = new Float64Array(count);
  for (let seq = 0; seq < count; seq++) {
    const station = tags.station[seq] as number;
    lngs[seq] = stations.lngLat[2 * station] as number;
    lats[seq] = stations.lngLat[2 * station + 1] as number;
  }
  const [west, south, east, north] = boundsOf(count, lngs, lats);
  const cell = (value: number, from: number, to: number) =>
    to > from ? Math.max(0, Math.min(SIDE - 1, Math.floor(((value - from) / (to - from)) * SIDE))) : 0;
  const columnOf = (lng: number) => cell(lng, west, east);
  const rowOf = (lat: number) => cell(lat, south, north);
  const { starts, seqs } = sortIntoCells(
    count,
    (seq) => rowOf(lats[seq] as number) * SIDE + columnOf(lngs[seq] as number),
  );
  const isIn = (seq: number, box: Bbox) => {
    const lng = lngs[seq] as number;
    const lat = lats[seq] as number;
    return lng >= box[0] && lat >= box[1] && lng <= box[2] && lat <= box[3];
  };
  return {
    isAll: (box) => box[0] <= west && box[1] <= south && box[2] >= east && box[3] >= north,
    within(box, visit) {
      const isEmpty = count === 0 || !(box[0] <= box[2] && box[1] <= box[3]);
      if (isEmpty || box[0] > east || box[1] > north || box[2] < west || box[3] < south) return 0;
      const [firstColumn, lastColumn] = [columnOf(box[0]), columnOf(box[2])];
      let looked = 0;
      for (let row = rowOf(box[1]); row <= rowOf(box[3]); row++) {
        // The cells of a row lie side by side, and so do their tags.
        const from = starts[row * SIDE + firstColumn] as number;
        const to = starts[row * SIDE + lastColumn + 1] as number;
        for (let i = from; i < to; i++) {
          const seq = seqs[i] as number;
          if (isIn(seq, box)) visit(seq);
        }
        looked += to - from;
      }
      return looked;
    },
  };
}
