import type { Bbox } from "#contract/route.ts";
import type { StateBytes } from "./state-bytes.ts";

/**
 * Lines of one tile as triangles, ready for the GPU without instancing. Two vertices stand at each point of a line, one on
 * either side. Units of `position` and `along` are tile units: TILE_EXTENT to a side, x right, y down.
 */
export interface PipeGeometry {
  /** x, y per vertex. */
  readonly position: Int16Array;
  /** Where the vertex is pushed to, times half the line's width: x, y in 1/32, and the side (−1, 1) in 1/127 for smooth edges. */
  readonly normal: Int8Array;
  /** Distance from the start of the line. */
  readonly along: Float32Array;
  /** Dense number of the pipe. */
  readonly seq: Uint32Array;
  /** level, material, status, 0. */
  readonly kind: Uint8Array;
  readonly index: Uint32Array;
  /** How many pipes. */
  readonly count: number;
}

/** Sensors of one tile: four vertices and two triangles each. */
export interface TagGeometry {
  readonly position: Int16Array;
  /** Corner of the quad: −1 or 1 in x and y. */
  readonly corner: Int8Array;
  readonly seq: Uint32Array;
  /** kind, slot, 0, 0. */
  readonly kind: Uint8Array;
  readonly index: Uint32Array;
  readonly count: number;
  /** Dense number of the sensor's station, one for each sensor (not each vertex). */
  readonly station: Uint32Array;
}

/** One tile of the network, decoded. `points` is for picking on the processor: pipes as they came, before they became triangles. */
export interface NetworkTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly pipes: PipeGeometry;
  readonly tags: TagGeometry;
  readonly lines: PipeLines;
}

/** Pipes as flat columns. Vertex i of pipe p: xy[2 * (offsets[p] + i)], tile units. */
export interface PipeLines {
  readonly offsets: Uint32Array;
  readonly xy: Int16Array;
  readonly seq: Uint32Array;
  readonly level: Uint8Array;
  readonly material: Uint8Array;
  readonly status: Uint8Array;
  readonly dnMm: Uint16Array;
}

/** The network as layers see it: where tiles come from and which bytes colour them. */
export interface Network {
  /** Snapshot whose dense numbers tiles and states use. */
  readonly version: string;
  readonly bounds: Bbox;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Resolves to null where nothing lies. Rejects when the tile could not be had. */
  load(z: number, x: number, y: number, signal?: AbortSignal): Promise<NetworkTile | null>;
  readonly pipeStates: StateBytes;
  readonly tagStates: StateBytes;
  /** Worst state among each station's sensors, as an index in TAG_STATES; the bits above it as for sensors. */
  readonly stationStates: StateBytes;
}
