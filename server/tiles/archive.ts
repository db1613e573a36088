import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Bbox } from "#contract/route.ts";
import {
  DIVISION_LABEL_TILE,
  DIVISION_TILE,
  NEIGHBOUR_TILE,
  PIPE_TILE,
  STATION_TILE,
  TAG_TILE,
  TILE_EXTENT,
  type TileSet,
} from "#contract/tiles.ts";
import { encodeAreaTile } from "./area-tile.ts";
import { viewOfNetworkTile } from "./network-tile.ts";
import { TilePackers } from "./pack-in-worker.ts";
import { hasAny, meeting } from "./packed-tree.ts";
import { firstTileId, HEAD_BYTES, headerOf, tileAtPlace } from "./pmtiles.ts";
import type { Sight, Snapshot } from "./snapshot.ts";
import { LINE_BUFFER } from "./thin.ts";
import { tileIndexOf } from "./tile-index.ts";
import { type TileAddress, WORLD_BITS, worldX, worldY } from "./world.ts";

export interface ArchiveOptions {
  readonly set: TileSet;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Only tiles that meet this box; the snapshot's own without one. */
  readonly bounds?: Bbox;
  readonly onProgress?: (progress: { readonly zoom: number; readonly tiles: number; readonly share: number }) => void;
}

export interface ArchiveResult {
  /** Addresses with something in them. */
  readonly tiles: number;
  /** Different ones among them. */
  readonly contents: number;
  readonly bytes: number;
  /** Bytes of the largest tile, uncompressed, and its address; null when there is none. */
  readonly largest: (TileAddress & { readonly bytes: number }) | null;
}

const LAYERS = {
  network: [PIPE_TILE, STATION_TILE, TAG_TILE],
  area: [DIVISION_TILE, DIVISION_LABEL_TILE, NEIGHBOUR_TILE],
} as const satisfies Record<TileSet, unknown>;
const TYPES: Readonly<Record<TileSet, (attribute: string) => "Number" | "String" | "Boolean">> = {
  network: (attribute) => (attribute === "id" || attribute === "name" ? "String" : "Number"),
  area: (attribute) => (attribute === "rank" ? "Number" : attribute === "indicative" ? "Boolean" : "String"),
};

/**
 * Writes what a sight may see as one PMTiles archive (version 3, clustered, gzip), tile by tile: memory does not grow with the
 * archive but for its directory. The file appears under its name only when it is whole.
 */
export async function writeArchive(
  path: string,
  snapshot: Snapshot,
  sight: Sight,
  options: ArchiveOptions,
): Promise<ArchiveResult> {
  const unfinished = `${path}.part`;
  const file = await open(unfinished, "w");
  try {
    const result = await writeTo(file, snapshot, sight, options);
    await file.close();
    await rename(unfinished, path);
    return result;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeTo(
  file: FileHandle,
  snapshot: Snapshot,
  sight: Sight,
  options: ArchiveOptions,
): Promise<ArchiveResult> {
  const { set, minZoom, maxZoom, bounds = snapshot.bounds, onProgress } = options;
  let tiles = 0;
  let largest: ArchiveResult["largest"] = null;
  let written = HEAD_BYTES;
  const packers = new TilePackers(async (bytes) => {
    const at = written;
    written += bytes.length;
    await writeAll(file, bytes, at);
  });
  try {
    for (const { at, place, share } of addressesOf(snapshot, options)) {
      const raw = set === "area" ? encodeAreaTile(snapshot, at) : viewOfNetworkTile(snapshot, sight, at);
      if (raw.length > 0) {
        packers.take(firstTileId(at.z) + place, raw);
        tiles += 1;
        if (raw.length > (largest?.bytes ?? 0)) largest = { ...at, bytes: raw.length };
      }
      if (packers.isFull) await packers.flush();
      if (place % 16 === 0) onProgress?.({ zoom: at.z, tiles, share });
    }
    const packed = await packers.finish();
    const metadata = gzipSync(JSON.stringify(metadataOf(set, snapshot, minZoom, maxZoom)));
    const { root, leaves, contents, entries } = packed;
    const after = HEAD_BYTES + packed.bytes;
    const header = headerOf({
      rootBytes: root.length,
      metadata: { offset: after, bytes: metadata.length },
      leaves: { offset: after + metadata.length, bytes: leaves.length },
      data: { offset: HEAD_BYTES, bytes: packed.bytes },
      tiles,
      entries,
      contents,
      minZoom,
      maxZoom,
      bounds,
    });
    await writeAll(file, Buffer.concat([metadata, leaves]), after);
    await writeAll(file, Buffer.concat([header, root], HEAD_BYTES), 0);
    await file.sync();
    return { tiles, contents, largest, bytes: after + metadata.length + leaves.length };
  } finally {
    await packers.close();
  }
}

interface Address {
  readonly at: TileAddress;
  /** On the curve of its zoom. */
  readonly place: number;
  /** Of the work, roughly. */
  readonly share: number;
}

/** Tiles that may hold something, in the order of their numbers: only below a tile that may. */
function* addressesOf(
  snapshot: Snapshot,
  { set, minZoom, maxZoom, bounds = snapshot.bounds }: ArchiveOptions,
): Generator<Address> {
  let places = [0];
  for (let z = 0; z <= maxZoom; z++) {
    const filled: number[] = [];
    for (const [i, place] of places.entries()) {
      const at = { z, ...tileAtPlace(z, place) };
      if (!meets(at, bounds) || (set === "network" && !mayHold(snapshot, at))) continue;
      filled.push(place);
      if (z >= minZoom) yield { at, place, share: shareOf(z, i / places.length, minZoom, maxZoom) };
    }
    places = filled.flatMap((place) => [4 * place, 4 * place + 1, 4 * place + 2, 4 * place + 3]);
  }
}

/** Whether some pipe or station may be in a tile, due at its zoom or not. */
function mayHold(snapshot: Snapshot, { z, x, y }: TileAddress): boolean {
  const side = 2 ** (WORLD_BITS - z);
  const buffer = (LINE_BUFFER / TILE_EXTENT) * side;
  const enter = meeting([x * side - buffer, y * side - buffer, (x + 1) * side + buffer, (y + 1) * side + buffer]);
  const trees = [...snapshot.pipes.lines.flatMap((lines) => lines.trees), ...tileIndexOf(snapshot).stations.trees];
  return trees.some((tree) => hasAny(tree, enter));
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; )
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}

/** Each zoom has some four times the work of the one before. */
const shareOf = (zoom: number, part: number, minZoom: number, maxZoom: number): number => {
  const work = (z: number) => 4 ** (z - minZoom);
  return (firstTileId(zoom - minZoom) + part * work(zoom)) / firstTileId(maxZoom - minZoom + 1);
};

function meets({ z, x, y }: TileAddress, [west, south, east, north]: Bbox): boolean {
  const shift = WORLD_BITS - z;
  return (
    x >= worldX(west) >> shift &&
    x <= worldX(east) >> shift &&
    y >= worldY(north) >> shift &&
    y <= worldY(south) >> shift
  );
}

function metadataOf(set: TileSet, snapshot: Snapshot, minzoom: number, maxzoom: number) {
  return {
    name: `gas-one-map ${set}`,
    version: snapshot.version,
    vector_layers: LAYERS[set].map(({ layer, attributes }) => ({
      id: layer,
      minzoom,
      maxzoom,
      fields: Object.fromEntries(attributes.map((name) => [name, TYPES[set](name)])),
    })),
  };
}
