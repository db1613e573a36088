import { PIPE_TILE, STATION_TILE, TAG_TILE, TILE_EXTENT } from "#contract/tiles.ts";
import { lineMesh } from "#lib/line-mesh.ts";
import { readTile, type TileLayer } from "#lib/mvt.ts";
import type { NetworkTile, PipeColumns, StationColumns, TagColumns } from "#lib/network-tile.ts";
import { tagMesh } from "#lib/tag-mesh.ts";

const LINE = 2;
const POINT = 1;

/** Attributes that are read of each layer, in the order of `TileLayer.values`. */
const WANTED = {
  [PIPE_TILE.layer]: ["level", "material", "status", "dn"],
  [TAG_TILE.layer]: ["kind", "slot", "station"],
  [STATION_TILE.layer]: ["kind", "gas"],
} as const;

/** Pipes, sensors and stations of one network tile as columns and triangles. Throws on bytes that are no vector tile. */
export function decodeTile(bytes: ArrayBuffer, z: number, x: number, y: number): NetworkTile {
  const layers = readTile(new Uint8Array(bytes), WANTED);
  return {
    z,
    x,
    y,
    pipes: pipesOf(layers[PIPE_TILE.layer], z),
    tags: tagsOf(layers[TAG_TILE.layer]),
    stations: stationsOf(layers[STATION_TILE.layer]),
  };
}

/** The buffers of a decoded tile, to be handed over. */
export function tileBuffers({ pipes, tags, stations }: NetworkTile): Transferable[] {
  const buffers = (columns: object): ArrayBuffer[] =>
    Object.values(columns).flatMap((column: object) =>
      ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : buffers(column),
    );
  return [pipes, tags, stations].flatMap(buffers);
}

/** Room for the points of one tile's lines; a worker keeps it from tile to tile. */
let room = { xy: new Int16Array(0), offsets: new Uint32Array(0) };

function pipesOf(layer: TileLayer | undefined, z: number): PipeColumns {
  const sums = { parts: 0, points: 0 };
  while (layer?.next()) if (layer.type === LINE) layer.measure(sums);
  if (room.xy.length < sums.points * 2) room = { ...room, xy: new Int16Array(sums.points * 3) };
  if (room.offsets.length < sums.parts + 1) room = { ...room, offsets: new Uint32Array(sums.parts + 1024) };
  const { xy, offsets } = room;
  const n = sums.parts;
  const seq = new Uint32Array(n);
  const [level, material, status] = [new Uint8Array(n), new Uint8Array(n), new Uint8Array(n)];
  const dnMm = new Uint16Array(n);
  const one = { parts: 0, points: 0 };
  let [part, at] = [0, 0];
  layer?.rewind();
  while (layer?.next()) {
    if (layer.type !== LINE) continue;
    one.parts = 0;
    layer.measure(one);
    const { values, id } = layer;
    at += layer.read(xy, at, TILE_EXTENT, offsets, part);
    for (const end = part + one.parts; part < end; part++) {
      seq[part] = id;
      level[part] = values[0] as number;
      material[part] = values[1] as number;
      status[part] = values[2] as number;
      dnMm[part] = values[3] as number;
    }
  }
  offsets[n] = at;
  return { mesh: lineMesh({ xy, offsets, seq, level, status }, z), seq, level, material, status, dnMm };
}

/** Steps through the points of a layer: `each` gets the place of the point among them. */
function points(
  layer: TileLayer | undefined,
  each: (i: number, id: number, values: Float64Array) => void,
): Int16Array<ArrayBuffer> {
  const sums = { parts: 0, points: 0 };
  let n = 0;
  while (layer?.next()) {
    if (layer.type !== POINT) continue;
    sums.points = 0;
    layer.measure(sums);
    if (sums.points > 0) n += 1;
  }
  const xy = new Int16Array(n * 2);
  // A multipoint stands where its first point does.
  let several = new Int16Array(2);
  let i = 0;
  layer?.rewind();
  while (layer?.next()) {
    if (layer.type !== POINT) continue;
    sums.points = 0;
    layer.measure(sums);
    if (sums.points === 0) continue;
    if (several.length < sums.points * 2) several = new Int16Array(sums.points * 2);
    layer.read(several, 0, TILE_EXTENT, null, 0);
    xy[i * 2] = several[0] as number;
    xy[i * 2 + 1] = several[1] as number;
    each(i, layer.id, layer.values);
    i += 1;
  }
  return xy;
}

function tagsOf(layer: TileLayer | undefined): TagColumns {
  const most = layer?.count ?? 0;
  const seq = new Uint32Array(most);
  const [kind, slot] = [new Uint8Array(most), new Uint8Array(most)];
  const station = new Uint32Array(most);
  const xy = points(layer, (i, id, values) => {
    seq[i] = id;
    kind[i] = values[0] as number;
    slot[i] = values[1] as number;
    station[i] = values[2] as number;
  });
  const columns = {
    xy,
    seq: exact(seq, xy),
    kind: exact(kind, xy),
    slot: exact(slot, xy),
    station: exact(station, xy),
  };
  return { mesh: tagMesh(columns), ...columns };
}

function stationsOf(layer: TileLayer | undefined): StationColumns {
  const most = layer?.count ?? 0;
  const seq = new Uint32Array(most);
  const [kind, gas] = [new Uint8Array(most), new Uint8Array(most)];
  const xy = points(layer, (i, id, values) => {
    seq[i] = id;
    kind[i] = values[0] as number;
    gas[i] = values[1] as number;
  });
  return { xy, seq: exact(seq, xy), kind: exact(kind, xy), gas: exact(gas, xy) };
}

/** A column without the places of features that were no points. */
const exact = <T extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(column: T, xy: Int16Array): T =>
  (column.length === xy.length / 2 ? column : column.slice(0, xy.length / 2)) as T;
