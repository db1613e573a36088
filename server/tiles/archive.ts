import { createHash } from "node:crypto";
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
import { hasAny, meeting } from "./packed-tree.ts";
import { directoriesOf, Entries, firstTileId, HEAD_BYTES, headerOf, tileAtPlace } from "./pmtiles.ts";
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
}

const LAYERS = {
  network: [PIPE_TILE, STATION_TILE, TAG_TILE],
  area: [DIVISION_TILE, DIVISION_LABEL_TILE, NEIGHBOUR_TILE],
} as const satisfies Record<TileSet, unknown>;
const TYPES: Readonly<Record<TileSet, (attribute: string) => "Number" | "String" | "Boolean">> = {
  network: (attribute) => (attribute === "id" || attribute === "name" ? "String" : "Number"),
  area: (attribute) => (attribute === "rank" ? "Number" : attribute === "indicative" ? "Boolean" : "String"),
};

const BUFFER_BYTES = 1 << 20;
/** Fast; the last few percent cost as much again. */
const LEVEL = 3;

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
  const data = new DataPart(file, HEAD_BYTES);
  for (const { at, place, share } of addressesOf(snapshot, options)) {
    const raw = set === "area" ? encodeAreaTile(snapshot, at) : viewOfNetworkTile(snapshot, sight, at);
    if (raw.length > 0) data.take(firstTileId(at.z) + place, raw);
    if (data.isFull) await data.flush();
    if (place % 16 === 0) onProgress?.({ zoom: at.z, tiles: data.tiles, share });
  }
  await data.flush();
  const { root, leaves } = directoriesOf(data.entries);
  const metadata = gzipSync(JSON.stringify(metadataOf(set, snapshot, minZoom, maxZoom)));
  const after = HEAD_BYTES + data.bytes;
  const header = headerOf({
    rootBytes: root.length,
    metadata: { offset: after, bytes: metadata.length },
    leaves: { offset: after + metadata.length, bytes: leaves.length },
    data: { offset: HEAD_BYTES, bytes: data.bytes },
    tiles: data.tiles,
    entries: data.entries.count,
    contents: data.contents,
    minZoom,
    maxZoom,
    bounds,
  });
  await writeAll(file, Buffer.concat([metadata, leaves]), after);
  await writeAll(file, Buffer.concat([header, root], HEAD_BYTES), 0);
  await file.sync();
  return { tiles: data.tiles, contents: data.contents, bytes: after + metadata.length + leaves.length };
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

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; )
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}

/** Each zoom has some four times the work of the one before. */
const shareOf = (zoom: number, part: number, minZoom: number, maxZoom: number): number => {
  const work = (z: number) => 4 ** (z - minZoom);
  return (firstTileId(zoom - minZoom) + part * work(zoom)) / firstTileId(maxZoom - minZoom + 1);
};

/** Tiles' bytes, one after the other; equal ones once. */
class DataPart {
  readonly #file: FileHandle;
  readonly #start: number;
  readonly #known = new Map<string, { readonly offset: number; readonly length: number }>();
  /** Not yet in the file. */
  #waiting = Buffer.allocUnsafe(BUFFER_BYTES);
  #waitingBytes = 0;
  #flushed = 0;
  readonly entries = new Entries();
  tiles = 0;

  constructor(file: FileHandle, start: number) {
    this.#file = file;
    this.#start = start;
  }

  get bytes(): number {
    return this.#flushed + this.#waitingBytes;
  }

  get contents(): number {
    return this.#known.size;
  }

  get isFull(): boolean {
    return this.#waitingBytes > BUFFER_BYTES / 2;
  }

  /** Takes the next tile in the order of their numbers; its bytes may be written over afterwards. */
  take(id: number, raw: Uint8Array): void {
    this.tiles += 1;
    const key = createHash("sha1").update(raw).digest("base64");
    const place = this.#known.get(key) ?? this.#append(raw);
    this.#known.set(key, place);
    this.entries.add(id, place.offset, place.length);
  }

  /** Compressed here and now: handing it to another thread costs more for most tiles, and memory for all. */
  #append(raw: Uint8Array): { readonly offset: number; readonly length: number } {
    const chunkSize = Math.max(1024, Math.min(65_536, raw.length));
    const bytes = gzipSync(raw, { level: LEVEL, chunkSize });
    const place = { offset: this.bytes, length: bytes.length };
    if (this.#waitingBytes + bytes.length > this.#waiting.length)
      this.#waiting = Buffer.concat([this.#waiting], this.#waitingBytes + bytes.length);
    this.#waiting.set(bytes, this.#waitingBytes);
    this.#waitingBytes += bytes.length;
    return place;
  }

  async flush(): Promise<void> {
    await writeAll(this.#file, this.#waiting.subarray(0, this.#waitingBytes), this.#start + this.#flushed);
    this.#flushed += this.#waitingBytes;
    this.#waitingBytes = 0;
  }
}

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
