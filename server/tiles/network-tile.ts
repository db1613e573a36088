import { STATION_KINDS, STATION_MIN_ZOOM } from "#contract/gas.ts";
import { PIPE_TILE, pipeLevelsAt, STATION_TILE, TAG_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { clipLine } from "./clip.ts";
import { nextRound, type Seen, searchGrid, seenFor } from "./grid.ts";
import { ByteWriter, LayerWriter } from "./mvt-writer.ts";
import { type Sight, type Snapshot, sees } from "./snapshot.ts";
import { LINE_BUFFER, Occupancy, thinLine } from "./thin.ts";
import { type TileIndex, tileIndexOf } from "./tile-index.ts";
import { type TileAddress, WORLD_BITS } from "./world.ts";

/** Bytes above which a tile is thinned more, uncompressed; the promise is 750 KB. */
export const TILE_MOST_BYTES = 720_000;
/** From here every pipe of its class is in the tile. Below, one that only covers cells already drawn is left out. */
export const UNTHINNED_ZOOM = 12;
/** Cells of half a pixel on a 512-pixel tile. */
const LINE_CELL = 2;
/** Cells of four pixels. */
const POINT_CELL = 5;
/** Coarser than this a cell is an eighth of the tile: whatever is in one, the tile is small. */
const COARSEST = 9;
const MIN_ZOOM = STATION_KINDS.map((kind) => STATION_MIN_ZOOM[kind]);

interface Frame {
  readonly snapshot: Snapshot;
  readonly index: TileIndex;
  readonly sight: Sight;
  readonly zoom: number;
  /** From world units to tile units: shift right, then take off. */
  readonly shift: number;
  readonly left: number;
  readonly top: number;
}

function frameOf(snapshot: Snapshot, sight: Sight, { z, x, y }: TileAddress): Frame {
  const shift = WORLD_BITS - z - Math.log2(TILE_EXTENT);
  return { snapshot, index: tileIndexOf(snapshot), sight, zoom: z, shift, left: x * TILE_EXTENT, top: y * TILE_EXTENT };
}

/** [west, north, east, south] in world units, `buffer` tile units wider on each side. */
const boxOf = ({ left, top, shift }: Frame, buffer: number) =>
  [left - buffer, top - buffer, left + TILE_EXTENT + buffer - 1, top + TILE_EXTENT + buffer - 1].map(
    (v) => v * 2 ** shift,
  );

const seenByIndex = new WeakMap<TileIndex, { pipes: Seen; stations: Seen }>();
function seenOf({ index, snapshot }: Frame) {
  const found = seenByIndex.get(index) ?? {
    pipes: seenFor(snapshot.pipes.count),
    stations: seenFor(snapshot.stations.count),
  };
  seenByIndex.set(index, found);
  return found;
}

/**
 * One tile of the set `network`: what `sight` may see of pipes, stations and tags, as the contract describes. Empty when there is
 * nothing. A thing outside the sight leaves no trace: it is taken out before thinning.
 */
export function encodeNetworkTile(snapshot: Snapshot, sight: Sight, address: TileAddress): Uint8Array<ArrayBuffer> {
  const frame = frameOf(snapshot, sight, address);
  const isThinned = address.z < UNTHINNED_ZOOM;
  let lineCell = isThinned ? LINE_CELL : 0;
  let pointCell = isThinned ? POINT_CELL : 0;
  for (;;) {
    const tile = new ByteWriter();
    pipeLayer(frame, lineCell).into(tile);
    const stations = stationsIn(frame);
    stationLayer(frame, stations.drawn, pointCell).into(tile);
    tagLayer(frame, stations.all, pointCell).into(tile);
    if (tile.length <= TILE_MOST_BYTES || lineCell === COARSEST) return tile.taken();
    lineCell = Math.min(COARSEST, Math.max(LINE_CELL, lineCell) + 1);
    pointCell = Math.min(COARSEST, Math.max(POINT_CELL, pointCell + 1));
  }
}

let scratch = new Int32Array(512);

function pipeLayer(frame: Frame, cell: number): LayerWriter {
  const { snapshot, index, sight, zoom, shift, left, top } = frame;
  const { pipes } = snapshot;
  const layer = new LayerWriter(PIPE_TILE.layer, PIPE_TILE.attributes);
  const taken = cell > 0 ? new Occupancy(cell) : null;
  const box = boxOf(frame, LINE_BUFFER);
  // A quarter of a pixel; at the closest zooms every vertex counts.
  const tolerance = zoom < 14 ? 2 : 0;
  const most = TILE_EXTENT + LINE_BUFFER;
  const visit = (i: number) => {
    if (!sees(sight, pipes, i)) return;
    const from = pipes.offsets[i] as number;
    const count = (pipes.offsets[i + 1] as number) - from;
    if (scratch.length < 2 * count) scratch = new Int32Array(4 * count);
    let [west, north, east, south] = [0x7fffffff, 0x7fffffff, -0x7fffffff, -0x7fffffff];
    for (let k = 0; k < count; k++) {
      const x = ((index.pipeWorld[2 * (from + k)] as number) >> shift) - left;
      const y = ((index.pipeWorld[2 * (from + k) + 1] as number) >> shift) - top;
      scratch[2 * k] = x;
      scratch[2 * k + 1] = y;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    if (east < -LINE_BUFFER || south < -LINE_BUFFER || west > most || north > most) return;
    const isInside = west >= -LINE_BUFFER && north >= -LINE_BUFFER && east <= most && south <= most;
    writePipe(layer, frame, i, thinLine(scratch, 2 * count, tolerance), isInside, taken);
  };
  const seen = seenOf(frame).pipes;
  nextRound(seen);
  // Wide classes first: where there is room for one only, it is the bigger.
  for (const level of pipeLevelsAt(zoom)) {
    const grid = index.pipeGrids[level];
    if (grid) searchGrid(grid, box, seen, visit);
  }
  return layer;
}

/** A line too short for this zoom is drawn one unit long: a chain of short pieces must not become a gap. */
function writePipe(
  layer: LayerWriter,
  { snapshot: { pipes } }: Frame,
  i: number,
  length: number,
  isInside: boolean,
  taken: Occupancy | null,
): void {
  let n = length;
  if (n === 2) {
    scratch[2] = (scratch[0] as number) + 1;
    scratch[3] = scratch[1] as number;
    n = 4;
  }
  const pieces = isInside ? [scratch.subarray(0, n)] : clipLine(scratch, n, -LINE_BUFFER, TILE_EXTENT + LINE_BUFFER);
  if (taken && !taken.takeLines(pieces)) return;
  layer.begin();
  layer.attribute(0, pipes.level[i] as number);
  layer.attribute(1, pipes.material[i] as number);
  layer.attribute(2, pipes.dnMm[i] as number);
  layer.attribute(3, pipes.status[i] as number);
  layer.attribute(4, pipes.county[i] as number);
  for (const piece of pieces) {
    layer.moveTo(piece[0] as number, piece[1] as number);
    layer.lineTo(piece.length / 2 - 1);
    for (let k = 2; k < piece.length; k += 2) layer.point(piece[k] as number, piece[k + 1] as number);
  }
  layer.end(i, "line");
}

/** Stations whose point lies in the tile, the most important kinds first. A point belongs to one tile, so that counts are true. */
function stationsIn(frame: Frame): { all: number[]; drawn: number[] } {
  const { snapshot, index, zoom } = frame;
  const { kind } = snapshot.stations;
  const all: number[] = [];
  const seen = seenOf(frame).stations;
  nextRound(seen);
  searchGrid(index.stationGrid, boxOf(frame, 0), seen, (i) => {
    const [x, y] = pointOf(frame, i);
    if (x >= 0 && y >= 0 && x < TILE_EXTENT && y < TILE_EXTENT) all.push(i);
  });
  const rank = (i: number) => MIN_ZOOM[kind[i] as number] as number;
  all.sort((a, b) => rank(a) - rank(b) || a - b);
  return { all, drawn: all.filter((i) => rank(i) <= zoom) };
}

const pointOf = ({ index, shift, left, top }: Frame, i: number): [number, number] => [
  ((index.stationWorld[2 * i] as number) >> shift) - left,
  ((index.stationWorld[2 * i + 1] as number) >> shift) - top,
];

function writePoint(layer: LayerWriter, [x, y]: readonly [number, number]): void {
  layer.moveTo(x, y);
}

function stationLayer(frame: Frame, drawn: readonly number[], cell: number): LayerWriter {
  const { snapshot, sight } = frame;
  const { stations } = snapshot;
  const layer = new LayerWriter(STATION_TILE.layer, STATION_TILE.attributes);
  const taken = cell > 0 ? new Occupancy(cell) : null;
  for (const i of drawn) {
    if (!sees(sight, stations, i)) continue;
    const point = pointOf(frame, i);
    if (taken && !taken.take(...point)) continue;
    layer.begin();
    layer.attribute(0, stations.kind[i] as number);
    layer.attribute(1, stations.gas[i] as number);
    layer.attribute(2, snapshot.stationId(i) as string);
    layer.attribute(3, stations.names[i] as string);
    layer.attribute(4, stations.county[i] as number);
    writePoint(layer, point);
    layer.end(i, "point");
  }
  return layer;
}

/** Below the unthinned zooms a station shows its chief tag alone. Tags stand where their station does, drawn or not at this zoom. */
function tagLayer(frame: Frame, stations: readonly number[], cell: number): LayerWriter {
  const { snapshot, index, sight, zoom } = frame;
  const { tags } = snapshot;
  const layer = new LayerWriter(TAG_TILE.layer, TAG_TILE.attributes);
  const taken = cell > 0 ? new Occupancy(cell) : null;
  for (const station of stations) {
    const to = index.tagStarts[station + 1] as number;
    for (let k = index.tagStarts[station] as number; k < to; k++) {
      const i = index.tagsOfStation[k] as number;
      if (zoom < UNTHINNED_ZOOM && (tags.slot[i] as number) > 0) break;
      if (!sees(sight, tags, i)) continue;
      const point = pointOf(frame, station);
      if (taken && !taken.take(...point)) break;
      layer.begin();
      layer.attribute(0, tags.kind[i] as number);
      layer.attribute(1, station);
      layer.attribute(2, tags.slot[i] as number);
      layer.attribute(3, tags.county[i] as number);
      writePoint(layer, point);
      layer.end(i, "point");
    }
  }
  return layer;
}
