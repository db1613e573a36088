import { STATION_KINDS, STATION_MIN_ZOOM, type StationKind } from "#contract/gas.ts";

/** Side of a cell at the zoom it is made for, CSS pixels: discs of neighbours stay apart. */
export const CELL_PX = 72;
/** Side of a cell of the finest level in world units (2^32 around the world); each coarser level doubles it, so that cells nest. */
const FINEST_UNITS = 36_864;
export const COARSEST = 8;
export const FINEST = 14;

/** Zoom from which small stations are told in clusters, and from which they are drawn one by one. */
export const CLUSTERS_FROM = 8.5;
export const SINGLES_FROM = 13.5;

/** Boxes, cabinets, pits, posts: so many that before street zooms only their number can be told. */
export const SMALL_KINDS: readonly StationKind[] = STATION_KINDS.filter((kind) => STATION_MIN_ZOOM[kind] >= 12);

/** Zoom from which a kind is drawn one by one: tiles carry posts and drips later than boxes. */
export const singlesFrom = (kind: StationKind): number =>
  SMALL_KINDS.includes(kind) ? Math.max(SINGLES_FROM, STATION_MIN_ZOOM[kind]) : STATION_MIN_ZOOM[kind];

/** Kinds that are still told in clusters when boxes are drawn one by one. */
export const LATE_KINDS: readonly StationKind[] = SMALL_KINDS.filter((kind) => singlesFrom(kind) > SINGLES_FROM);
const CLUSTERS_UNTIL = Math.max(...SMALL_KINDS.map(singlesFrom));

/** Clusters of one zoom. Cluster c holds `members[offsets[c] … offsets[c + 1] − 1]` of its tree. */
export interface ClusterLevel {
  readonly offsets: Uint32Array;
  /** x, y of each cluster, in units of 2^32 around the world, y to the south. */
  readonly place: Uint32Array;
}

/** Stations in the order of their cells: those of a cell lie side by side at every zoom. */
export interface ClusterTree {
  /** Dense numbers. */
  readonly members: Uint32Array;
  /** From COARSEST to FINEST. */
  readonly levels: readonly ClusterLevel[];
}

/** All small stations, and those alone that tiles carry last. */
export interface StationClusters {
  readonly all: ClusterTree;
  readonly late: ClusterTree;
}

export interface ShownLevel {
  readonly tree: "all" | "late";
  /** The zoom the level was made for. */
  readonly zoom: number;
}

/** Which clusters a map shows; null where it shows none. A wall that draws twice as big has cells twice as big. */
export function shownLevel(zoom: number, scale: number): ShownLevel | null {
  if (zoom < CLUSTERS_FROM || zoom >= CLUSTERS_UNTIL) return null;
  const level = Math.round(zoom - Math.log2(scale));
  return { tree: zoom < SINGLES_FROM ? "all" : "late", zoom: Math.min(FINEST, Math.max(COARSEST, level)) };
}

/** Side of a cell in world units. */
export const cellUnits = (zoom: number): number => FINEST_UNITS * 2 ** (FINEST - zoom);

/** Number of the cell that a coordinate lies in, along one axis. */
export const cellOf = (units: number, zoom: number): number => Math.floor(units / cellUnits(zoom));
