import { PRESSURE_LEVELS, STATION_KINDS, TAG_KINDS } from "./gas.ts";

/**
 * What each vector tile layer carries. The encoder writes exactly these attributes and styles read no others.
 * The MVT feature id is the dense number (`seq`) of the snapshot: state-texture index, picking id and stream index.
 * Closed lists travel as their index in contract/gas.ts, so that a worker never compares strings.
 */
export const TILE_EXTENT = 4096;
export const TILE_MIN_ZOOM = 4;
export const TILE_MAX_ZOOM = 15;

export const PIPE_TILE = {
  set: "network",
  layer: "pipe",
  /** level: index in PRESSURE_LEVELS · material: index in MATERIALS · dn: mm · status: index in PIPE_STATUSES · county: dense county number */
  attributes: ["level", "material", "dn", "status", "county"],
} as const;

export const STATION_TILE = {
  set: "network",
  layer: "station",
  /** kind: index in STATION_KINDS · gas: index in GAS_KINDS · id, name: text · county: dense county number */
  attributes: ["kind", "gas", "id", "name", "county"],
} as const;

export const TAG_TILE = {
  set: "network",
  layer: "tag",
  /** kind: index in TAG_KINDS · station: seq of its station · slot: 0 for the station's chief tag, 1, 2 … for the others · county */
  attributes: ["kind", "station", "slot", "county"],
} as const;

export const DIVISION_TILE = {
  set: "area",
  layer: "division",
  /** code, parent (supervision): text · level: "province" | "city" | "county" · indicative: boolean */
  attributes: ["code", "name", "parent", "level", "indicative"],
} as const;

/** One point per unit, so that a name is written once. */
export const DIVISION_LABEL_TILE = {
  set: "area",
  layer: "label",
  attributes: ["code", "name", "level", "rank"],
} as const;

/** Provinces around ours, drawn in grey and without data. */
export const NEIGHBOUR_TILE = { set: "area", layer: "neighbour", attributes: ["name"] } as const;

export const TILE_SETS = ["network", "area"] as const;
export type TileSet = (typeof TILE_SETS)[number];

export const tilePath = (set: TileSet) => `/tiles/${set}/{z}/{x}/{y}.mvt`;
export const tileJsonPath = (set: TileSet) => `/tiles/${set}.json`;

/** Pressure levels drawn at a zoom, the highest first: trunk lines up to z 9, medium pressure at z 10 and 11, all from z 12 (docs/tiles.md). */
export function pipeLevelsAt(zoom: number): readonly number[] {
  const upTo = zoom < 10 ? "SHP_B" : zoom < 12 ? "MP_B" : "LP";
  const last = PRESSURE_LEVELS.indexOf(upTo);
  const unknown = PRESSURE_LEVELS.indexOf("unknown");
  return PRESSURE_LEVELS.map((_, i) => i).filter((i) => i <= last || (zoom >= 10 && i === unknown));
}

export const LEVEL_COUNT = PRESSURE_LEVELS.length;
export const STATION_KIND_COUNT = STATION_KINDS.length;
export const TAG_KIND_COUNT = TAG_KINDS.length;
