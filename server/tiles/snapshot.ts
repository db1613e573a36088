import type { Bbox } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import type { Lines } from "./lines.ts";

/** Where each thing belongs, as dense numbers: what a scope mask is read against. */
export interface Owners {
  /** Index into `Snapshot.counties`. */
  readonly county: Uint16Array;
  /** Index into `Snapshot.enterprises`. */
  readonly enterprise: Uint16Array;
}

/** By dense number, but for `lines`, which are in the order of tiles. */
export interface PipeColumns extends Owners {
  readonly count: number;
  /** Courses of all pipes; a second run holds those that changed since the first was made. */
  readonly lines: readonly Lines[];
  /** Where each pipe's line stands: `courseOf` gives it. */
  readonly places: Uint32Array;
  readonly level: Uint8Array;
  readonly material: Uint8Array;
  readonly status: Uint8Array;
  readonly gas: Uint8Array;
  readonly dnMm: Uint16Array;
  readonly lengthM: Float32Array;
  /** Year − 1900; 0 not known. */
  readonly laidYear: Uint8Array;
  /** Class of the filed operating pressure, as PIPE_CLASSING says; what a live tag says goes before it. */
  readonly pressure: Uint8Array;
  /** Days since 1970-01-01 of the last patrol; 0 never. */
  readonly patrolDay: Uint16Array;
  /** 0 not known or still, 1 along the line as drawn, 2 against it. */
  readonly flow: Uint8Array;
  /** How many of QUALITY_FACTS are missing or doubtful. */
  readonly quality: Uint8Array;
  /** Open hazards within HAZARD_REACH_M; 255 stands for more. */
  readonly hazards: Uint8Array;
  readonly ends: TaggedEnds;
}

/** Ends of pipes where a pressure tag sits, by pipe; a pipe comes twice when both ends have one, the end it comes from first. */
export interface TaggedEnds {
  /** seq of the pipe, ascending. */
  readonly pipe: Uint32Array;
  /** seq of the tag. */
  readonly tag: Uint32Array;
}

export interface StationColumns extends Owners {
  readonly count: number;
  readonly lngLat: Float64Array;
  readonly kind: Uint8Array;
  readonly gas: Uint8Array;
  readonly names: readonly string[];
}

export interface TagColumns extends Owners {
  readonly count: number;
  /** seq of the tag's station. */
  readonly station: Uint32Array;
  readonly kind: Uint8Array;
  /** 0 for the station's chief tag, then 1, 2 … */
  readonly slot: Uint8Array;
}

export interface OutlineUnit {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county" | "neighbour";
  readonly parent: string | null;
  readonly indicative: boolean;
  readonly lngLat: readonly [number, number];
  readonly bbox: Bbox;
  /** Rings in degrees, outer and inner alike, closed. */
  readonly polygons: readonly (readonly Float64Array[])[];
}

/**
 * The whole network in memory: what tiles, picking and streams are answered from, so that the database is never on their path.
 * Dense numbers (`seq`) are the position in these columns, in the order of ids; they hold within one `version`.
 */
export interface Snapshot {
  /** Short hash of the datasets it was built from; the `v` of tile addresses. */
  readonly version: string;
  readonly bounds: Bbox;
  readonly counties: readonly string[];
  readonly enterprises: readonly string[];
  /** By dense number as `enterprises`; the id where no name is known. */
  readonly enterpriseNames: readonly string[];
  readonly pipes: PipeColumns;
  readonly stations: StationColumns;
  readonly tags: TagColumns;
  readonly outlines: readonly OutlineUnit[];
  pipeId(seq: number): string | undefined;
  stationId(seq: number): string | undefined;
  tagId(seq: number): string | undefined;
  pipeSeq(id: string): number | undefined;
  stationSeq(id: string): number | undefined;
  tagSeq(id: string): number | undefined;
}

/** A scope as bits over the snapshot's dense numbers. `key` is equal for equal sights and goes into cache keys. */
export interface Sight {
  readonly key: string;
  /** 1 where the county is in the caller's area. */
  readonly county: Uint8Array;
  /** The only enterprise seen, or -1 for all within the counties. */
  readonly enterprise: number;
}

export const sees = (sight: Sight, owners: Owners, i: number): boolean =>
  sight.enterprise === -1 ? sight.county[owners.county[i] as number] === 1 : owners.enterprise[i] === sight.enterprise;

export interface SnapshotStore {
  /** Throws until the first build has ended; `/readyz` says so. */
  current(): Snapshot;
  /** Builds anew from the database; calls for one already under way share it. Old tiles go on being served meanwhile. */
  refresh(): Promise<Snapshot>;
  onChange(listener: (snapshot: Snapshot) => void): () => void;
  sight(scope: Scope): Sight;
  /** A version that is still held: the newest, and for a minute the one before it. Tiles of another numbering must never be mixed. */
  at?(version: string): Pick<SnapshotStore, "current" | "sight"> | undefined;
}
