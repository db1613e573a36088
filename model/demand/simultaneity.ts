/**
 * Simultaneity of households' appliances: how much of all burners' flow is drawn at once. GB 50028-2006 appendix F, quoted from
 * knowledge: check the printed standard. Columns: households, a twin-burner stove alone, a stove and an instant water heater.
 */
export const SIMULTANEITY: readonly (readonly [households: number, stove: number, stoveHeater: number])[] = [
  [1, 1, 1],
  [2, 1, 0.56],
  [3, 0.85, 0.44],
  [4, 0.75, 0.38],
  [5, 0.68, 0.35],
  [6, 0.64, 0.31],
  [7, 0.6, 0.29],
  [8, 0.58, 0.27],
  [9, 0.56, 0.26],
  [10, 0.54, 0.25],
  [15, 0.48, 0.22],
  [20, 0.45, 0.21],
  [25, 0.43, 0.2],
  [30, 0.4, 0.19],
  [40, 0.39, 0.18],
  [50, 0.38, 0.178],
  [60, 0.37, 0.176],
  [70, 0.36, 0.174],
  [80, 0.35, 0.172],
  [90, 0.345, 0.171],
  [100, 0.34, 0.17],
  [200, 0.31, 0.16],
  [300, 0.3, 0.15],
  [400, 0.29, 0.14],
  [500, 0.28, 0.138],
  [700, 0.26, 0.134],
  [1000, 0.25, 0.13],
  [2000, 0.24, 0.12],
];

export type ApplianceSet = "stove" | "stove_heater";

/** The factor for a number of households, straight between the table's rows and constant outside them. */
export function simultaneity(households: number, set: ApplianceSet, table: typeof SIMULTANEITY = SIMULTANEITY): number {
  const column = set === "stove" ? 1 : 2;
  const above = table.findIndex(([n]) => n >= households);
  const high = table[above === -1 ? table.length - 1 : above];
  if (!high) throw new Error("simultaneity table: expected rows, got none");
  const low = above > 0 ? table[above - 1] : undefined;
  if (!low || above === -1) return high[column];
  const t = (households - low[0]) / (high[0] - low[0]);
  return low[column] + t * (high[column] - low[column]);
}

/** Design flow of households, m³/h: k N Qn, `ratedM3H` what all burners of one household take together. */
export const householdsM3H = (
  households: number,
  set: ApplianceSet,
  ratedM3H: number,
  table: typeof SIMULTANEITY = SIMULTANEITY,
): number => simultaneity(households, set, table) * households * ratedM3H;
