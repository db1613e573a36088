import { peakHourM3H } from "./peak-hour.ts";
import { sigmoid, weightedCelsius } from "./sigmoid.ts";
import { householdsM3H, simultaneity } from "./simultaneity.ts";

/** A reference case of schema `gas-demand/1`: inputs and, beside them, what is expected. */
export interface DemandCase {
  readonly schema: string;
  readonly id: string;
  readonly table: readonly { readonly n: number; readonly stove: number; readonly stove_heater: number }[];
  readonly simultaneity: readonly { readonly households: number }[];
  readonly peak_hour: readonly {
    readonly annual_m3: number;
    readonly km: number;
    readonly kd: number;
    readonly kh: number;
  }[];
  readonly sigmoid: readonly {
    readonly a: number;
    readonly b: number;
    readonly c: number;
    readonly d: number;
    readonly t_c: number;
  }[];
  readonly t_geo: readonly { readonly t_days_c: readonly number[] }[];
}

/** Rated flow of the cases' appliances, m³/h: a stove 0.7, a heater 1.7. */
const [STOVE, HEATER] = [0.7, 1.7];

/** A case's lists with every expected figure replaced by ours. Throws for another schema. */
export function demandLists(given: DemandCase): Readonly<Record<string, unknown>> {
  if (given.schema !== "gas-demand/1")
    throw new Error(`${given.id}: expected schema gas-demand/1, got ${given.schema}`);
  const table = given.table.map(({ n, stove, stove_heater }) => [n, stove, stove_heater] as const);
  return {
    simultaneity: given.simultaneity.map((row) => ({
      ...row,
      k_stove: simultaneity(row.households, "stove", table),
      k_stove_plus_heater: simultaneity(row.households, "stove_heater", table),
      "qh_m3_h_stove_0.7": householdsM3H(row.households, "stove", STOVE, table),
      "qh_m3_h_stove_0.7_heater_1.7": householdsM3H(row.households, "stove_heater", STOVE + HEATER, table),
    })),
    peak_hour: given.peak_hour.map((row) => ({ ...row, qh_m3_h: peakHourM3H(row.annual_m3, row) })),
    sigmoid: given.sigmoid.map((row) => ({ ...row, h: sigmoid(row, row.t_c) })),
    t_geo: given.t_geo.map((row) => ({ ...row, t_geo_c: weightedCelsius(row.t_days_c) })),
  };
}

/** Closed formulas need no iterations and leave no residual. */
export function answerDemand(given: unknown): object {
  const asked = given as DemandCase;
  return { id: asked.id, converged: true, iterations: 0, residual: 0, ...demandLists(asked) };
}
