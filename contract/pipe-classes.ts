import { GAS_KINDS, MATERIALS, PRESSURE_LEVELS } from "./gas.ts";

/**
 * What pipes can be coloured and filtered by. Each pipe has one class (a small number) in each; the server tells the class of every
 * pipe in sight as one byte per dense number, so that another colouring is one column and one texture write, never new geometry.
 */
export const COLOR_BYS = [
  "level",
  "pressure",
  "material",
  "age",
  "dn",
  "enterprise",
  "gas",
  "patrol",
  "hazards",
  "quality",
] as const;
export type ColorBy = (typeof COLOR_BYS)[number];

/**
 * How a value becomes a class. `list`: the index in a closed list. `range`: class i holds `breaks[i-1] <= value < breaks[i]`, open at both
 * ends, and when `hasUnknown` the class after the last is "not known" (for patrol: never). `owners`: the enterprises in sight by length
 * of pipe, the longest first; the last class is all the others.
 */
export type Classing =
  | { readonly kind: "list"; readonly words: readonly string[] }
  | { readonly kind: "range"; readonly breaks: readonly number[]; readonly unit: string; readonly hasUnknown: boolean }
  | { readonly kind: "owners"; readonly most: number };

export const PIPE_CLASSING: Readonly<Record<ColorBy, Classing>> = {
  level: { kind: "list", words: PRESSURE_LEVELS },
  /** Operating pressure of the network model or, where none is told, of the file. The upper limits of GB 55009's levels, and three steps below low pressure's. */
  pressure: {
    kind: "range",
    breaks: [2, 3, 5, 10, 100, 200, 400, 800, 1600, 2500, 4000],
    unit: "kPa",
    hasUnknown: true,
  },
  material: { kind: "list", words: MATERIALS },
  /** Full calendar years since it was laid, in Asia/Shanghai. */
  age: { kind: "range", breaks: [5, 10, 15, 20, 30, 40], unit: "a", hasUnknown: true },
  dn: { kind: "range", breaks: [50, 100, 200, 300, 500], unit: "mm", hasUnknown: true },
  enterprise: { kind: "owners", most: 11 },
  gas: { kind: "list", words: GAS_KINDS },
  /** Whole days since a patrol last walked it. */
  patrol: { kind: "range", breaks: [7, 30, 90, 180, 365], unit: "d", hasUnknown: true },
  /** Open hazards within 30 m of the pipe that its own enterprise answers for. */
  hazards: { kind: "range", breaks: [1, 2, 4], unit: "", hasUnknown: false },
  /** How many of eight key facts are missing or doubtful: see `QUALITY_FACTS`. */
  quality: { kind: "range", breaks: [1, 2, 4], unit: "", hasUnknown: false },
};

/** Facts that a pipe's record is judged by: year laid, depth, wall, design pressure, level known, material known, diameter known, survey within 0.5 m. */
export const QUALITY_FACTS = ["laidYear", "depth", "wall", "designKPa", "level", "material", "dn", "survey"] as const;

/** A place surveyed to no better than this is doubtful, metres. */
export const SURVEY_WITHIN_M = 0.5;

/** How far from a pipe an open hazard counts as its own, metres. */
export const HAZARD_REACH_M = 30;

export const classCount = (by: ColorBy): number => {
  const classing = PIPE_CLASSING[by];
  if (classing.kind === "list") return classing.words.length;
  if (classing.kind === "owners") return classing.most + 1;
  return classing.breaks.length + 1 + (classing.hasUnknown ? 1 : 0);
};

/** Class of a number under a `range` classing; null or NaN is "not known" (class 0 where there is no such class). */
export function classOf(by: ColorBy, value: number | null): number {
  const classing = PIPE_CLASSING[by];
  if (classing.kind !== "range") throw new Error(`${by} has no ranges`);
  if (value === null || Number.isNaN(value)) return classing.hasUnknown ? classing.breaks.length + 1 : 0;
  const above = classing.breaks.findIndex((limit) => value < limit);
  return above === -1 ? classing.breaks.length : above;
}

/** Class, or fine value, of a thing out of the caller's sight: all bits of the column's type. */
export const OUT_OF_SIGHT = 255;

/**
 * Columns of the snapshot by dense number, little endian, as `GET /api/network/columns/:name` sends them. Out of sight is all bits one.
 *
 * | name | element | what |
 * |---|---|---|
 * | a `ColorBy` | u8 | class of each pipe |
 * | laidYear | u8 | year − 1900; 0 not known |
 * | patrolDay | u16 | days since 1970-01-01 of the last patrol; 0 never |
 * | flow | u8 | 0 not known or still, 1 along the line as drawn, 2 against it |
 * | stationPlace | u32 × 2 | x, y of each station in web Mercator, 2^32 units around the world, y to the south |
 * | stationKind, stationGas | u8 | index in STATION_KINDS, GAS_KINDS |
 * | tagStation | u32 | dense number of each tag's station |
 */
export const FINE_COLUMNS = {
  laidYear: { of: "pipes", bytes: 1, width: 1 },
  patrolDay: { of: "pipes", bytes: 2, width: 1 },
  flow: { of: "pipes", bytes: 1, width: 1 },
  stationPlace: { of: "stations", bytes: 4, width: 2 },
  stationKind: { of: "stations", bytes: 1, width: 1 },
  stationGas: { of: "stations", bytes: 1, width: 1 },
  tagStation: { of: "tags", bytes: 4, width: 1 },
} as const;
export type FineColumn = keyof typeof FINE_COLUMNS;
export const FINE_COLUMN_NAMES = Object.keys(FINE_COLUMNS) as readonly FineColumn[];
export type ColumnName = ColorBy | FineColumn;
export const COLUMN_NAMES: readonly ColumnName[] = [...COLOR_BYS, ...FINE_COLUMN_NAMES];

export const columnPath = (name: ColumnName, version: string) =>
  `/api/network/columns/${name}?v=${encodeURIComponent(version)}`;

/**
 * Which pipes are shown: those that are in one of the classes named, for each attribute named, and laid and patrolled within the spans.
 * Nothing named = all. Class 255 is never shown.
 */
export interface PipeFilter {
  readonly only: Readonly<Partial<Record<ColorBy, readonly number[]>>>;
  /** Years, both included; pipes of unknown year are out. */
  readonly laid: readonly [number, number] | null;
  /** Days as YYYY-MM-DD in Asia/Shanghai, both included; never patrolled is out. */
  readonly patrolled: readonly [string, string] | null;
}
export const NO_FILTER: PipeFilter = { only: {}, laid: null, patrolled: null };
