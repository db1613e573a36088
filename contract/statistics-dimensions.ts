import { z } from "zod";
import { HAZARD_STATES } from "./field/hazard-words.ts";
import { VISIT_OUTCOMES } from "./field/words.ts";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  HAZARD_GRADES,
  LICENCE_KINDS,
  MATERIALS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
  WARNING_LEVELS,
} from "./gas.ts";
import { QUALITY_REASONS } from "./quality-words.ts";

/** Where something is and whose it is. `area` = the parts of the place asked about; `unit` the supervision tree, `city` GB/T 2260. */
export const PLACE_DIMENSIONS = ["area", "unit", "city", "county", "enterprise"] as const;
/** When it was true. A heating season is named by the year it begins in. */
export const TIME_DIMENSIONS = ["day", "month", "quarter", "year", "season"] as const;
/** What it is: each a closed list of the field's words. */
export const WORD_DIMENSIONS = [
  "gasKind",
  "pressureLevel",
  "material",
  "pipeAge",
  "pipeStatus",
  "stationKind",
  "equipmentKind",
  "condition",
  "licenceKind",
  "customerClass",
  "tagKind",
  "warningLevel",
  "hazardGrade",
  "hazardState",
  "visitOutcome",
  "walkProof",
  "qualityReason",
] as const;
export const DIMENSIONS = [...PLACE_DIMENSIONS, ...TIME_DIMENSIONS, ...WORD_DIMENSIONS] as const;
export const Dimension = z.enum(DIMENSIONS);
export type Dimension = (typeof DIMENSIONS)[number];
export type PlaceDimension = (typeof PLACE_DIMENSIONS)[number];
export type TimeDimension = (typeof TIME_DIMENSIONS)[number];
export type WordDimension = (typeof WORD_DIMENSIONS)[number];

export const EQUIPMENT_KINDS = ["valve", "regulator"] as const;
export const CONDITIONS = ["operable", "broken", "inaccessible"] as const;

/** Whether a track proves the metres, or a person must judge it. */
export const WALK_PROOFS = ["proven", "doubted"] as const;

/** Years since a pipe was laid, on the last day of the period. */
export const PIPE_AGES = ["under10", "from10", "from20", "from30", "unknown"] as const;

/** The words a dimension may take, in the order in which they are shown. */
export const DIMENSION_WORDS: Readonly<Record<WordDimension, readonly string[]>> = {
  gasKind: GAS_KINDS,
  pressureLevel: PRESSURE_LEVELS,
  material: MATERIALS,
  pipeAge: PIPE_AGES,
  pipeStatus: PIPE_STATUSES,
  stationKind: STATION_KINDS,
  equipmentKind: EQUIPMENT_KINDS,
  condition: CONDITIONS,
  licenceKind: LICENCE_KINDS,
  customerClass: CUSTOMER_CLASSES,
  tagKind: TAG_KINDS,
  warningLevel: WARNING_LEVELS,
  hazardGrade: HAZARD_GRADES,
  hazardState: HAZARD_STATES,
  visitOutcome: VISIT_OUTCOMES,
  walkProof: WALK_PROOFS,
  qualityReason: QUALITY_REASONS,
};

/** Heating season of most of the province (domain.md §4), both days in it; month and day. */
export const HEATING_SEASON = { from: [11, 15], to: [3, 15], clause: "河北省燃气管理条例（采暖期）" } as const;
