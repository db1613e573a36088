import type { ColorBy } from "#contract/pipe-classes.ts";
import type { Bbox } from "#contract/route.ts";
import type { ShownBadges } from "./badge-mesh.ts";
import type { ShownClusters } from "./cluster-view.ts";
import type { PipeStates, StateBytes } from "./state-bytes.ts";

/** Triangles ready for the GPU without instancing: interleaved vertices, see line-mesh.ts and tag-mesh.ts, and which three make one. */
export interface FlatMesh {
  readonly vertices: Uint8Array<ArrayBuffer>;
  /** 16 bits where the vertices can be told apart by them. */
  readonly index: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
}

/** Pipes of one tile. Columns have one element for each line in the tile; a pipe cut by the tile's edge may be several. */
export interface PipeColumns {
  readonly mesh: FlatMesh;
  /** Dense number of the pipe. */
  readonly seq: Uint32Array<ArrayBuffer>;
  readonly level: Uint8Array<ArrayBuffer>;
  readonly material: Uint8Array<ArrayBuffer>;
  readonly status: Uint8Array<ArrayBuffer>;
  readonly dnMm: Uint16Array<ArrayBuffer>;
}

/** Sensors of one tile, one element each. */
export interface TagColumns {
  readonly mesh: FlatMesh;
  /** x, y in tile units. */
  readonly xy: Int16Array<ArrayBuffer>;
  readonly seq: Uint32Array<ArrayBuffer>;
  /** Index in TAG_KINDS. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** 0 for the station's chief sensor, 1, 2 … for the others. */
  readonly slot: Uint8Array<ArrayBuffer>;
  /** Dense number of the sensor's station. */
  readonly station: Uint32Array<ArrayBuffer>;
}

/** Stations of one tile, one element each. */
export interface StationColumns {
  /** x, y in tile units. */
  readonly xy: Int16Array<ArrayBuffer>;
  readonly seq: Uint32Array<ArrayBuffer>;
  /** Index in STATION_KINDS. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Index in GAS_KINDS. */
  readonly gas: Uint8Array<ArrayBuffer>;
}

/** One tile of the network, decoded. Tile units: TILE_EXTENT to a side, x right, y down. */
export interface NetworkTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly pipes: PipeColumns;
  readonly tags: TagColumns;
  readonly stations: StationColumns;
}

/** What the hue of pipes tells: an attribute, or a result of analysis. */
export type PaintedBy = ColorBy | "model";

/** The network as layers see it: where tiles come from and which bytes colour them. */
export interface Network {
  /** Snapshot whose dense numbers tiles and states use. */
  readonly version: string;
  readonly bounds: Bbox;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Resolves to null where nothing lies. Rejects when the tile could not be had. */
  load(z: number, x: number, y: number, signal?: AbortSignal): Promise<NetworkTile | null>;
  readonly pipeStates: PipeStates;
  /** The attribute whose classes stand in the bytes of `pipeStates`. Read when pipes are drawn, so that another is a frame and no new layer. */
  readonly painted: { by: PaintedBy };
  readonly tagStates: StateBytes;
  /** Worst state among each station's sensors, as an index in TAG_STATES; the bits above it as for sensors. */
  readonly stationStates: StateBytes;
  /** Small stations in view by clusters, as they are counted now. */
  readonly clusters: ShownClusters;
  /** Open alarms counted, where they are drawn now. */
  readonly badges: ShownBadges;
}
