import type { GasModel } from "#model/hydraulics/gas-network.ts";
import { type District, type Sensor, type Series, USUAL_UNCERTAINTY } from "./district.ts";

/** A reference series of schema `gas-anomaly/1`. `labels` and `scoring` are for judging only: detection never reads them. */
export interface AnomalyCase {
  readonly schema: string;
  readonly id: string;
  readonly network: {
    readonly gas: {
      readonly rho_n_kg_m3: number;
      readonly viscosity_pa_s: number;
      readonly temperature_k: number;
      readonly p_n_pa: number;
      readonly t_n_k: number;
      readonly z: { readonly model: string; readonly z?: number; readonly a?: number; readonly b_per_bar?: number };
    };
    readonly friction: { readonly model: string };
    readonly ambient: { readonly p_bar?: number };
    readonly nodes: readonly { readonly id: string; readonly x_m?: number; readonly y_m?: number }[];
    readonly pipes: readonly {
      readonly id: string;
      readonly from: string;
      readonly to: string;
      readonly length_m: number;
      readonly d_mm: number;
      readonly k_mm: number;
    }[];
    readonly sources: readonly { readonly node: string; readonly p_bar_g: number }[];
  };
  readonly demand_model: {
    readonly base_m3_h: Readonly<Record<string, number>>;
    readonly kind: Readonly<Record<string, string>>;
    readonly profile_hourly: Readonly<Record<string, readonly number[]>>;
    readonly weekend_factor?: Readonly<Record<string, number>>;
  };
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
  readonly labels?: readonly SeriesLabel[];
}

/** What truly happened, for scoring. Steps are rows of the series. */
export interface SeriesLabel {
  readonly class: string;
  readonly type?: string;
  readonly sensor?: string;
  readonly node?: string;
  readonly start: number;
  readonly end: number;
  readonly hole_mm?: number;
  readonly ramp_steps?: number;
  readonly typical_outflow_m3n_h?: number;
  /** Made-up series only: 0–1, how strong the event is within its kind. */
  readonly size?: number;
}

const LAWS: Readonly<Record<string, GasModel["law"]>> = { "nikuradse+laminar": "nikuradse", colebrook: "colebrook" };
const KPA_PER_BAR = 100;

function gasOf({ gas, friction }: AnomalyCase["network"]): GasModel {
  const law = LAWS[friction.model];
  if (!law) throw new Error(`friction: expected one of ${Object.keys(LAWS).join(", ")}, got ${friction.model}`);
  const { z } = gas;
  return {
    rhoN: gas.rho_n_kg_m3,
    viscosity: gas.viscosity_pa_s,
    temperature: gas.temperature_k,
    pN: gas.p_n_pa,
    tN: gas.t_n_k,
    gravity: 9.80665,
    z: z.model === "linear" ? (pa) => (z.a ?? 1) + ((z.b_per_bar ?? 0) * pa) / 1e5 : () => z.z ?? 1,
    law,
    equation: "square",
  };
}

/** The hour's figures are instants, straight between; the day after the fifth is a weekend of two. */
export function profileAt(hourly: readonly number[], weekendFactor: number, minutes: number): number {
  const hour = minutes / 60;
  const whole = Math.floor(hour);
  const [now, next] = [hourly[whole % 24] as number, hourly[(whole + 1) % 24] as number];
  const isWeekend = Math.floor(minutes / 1440) % 7 >= 5;
  return (now + (hour - whole) * (next - now)) * (isWeekend ? weekendFactor : 1);
}

/** A reference series as a district and its readings. Throws, naming it, for a column that no node has. */
export function caseSeries(given: AnomalyCase): { district: District; series: Series } {
  if (given.schema !== "gas-anomaly/1")
    throw new Error(`${given.id}: expected schema gas-anomaly/1, got ${given.schema}`);
  const { nodes, pipes, sources, ambient } = given.network;
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  const at = (id: string): number => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`${given.id}: no node ${id}`);
    return i;
  };
  const outer = (ambient.p_bar ?? 1.01325) * KPA_PER_BAR;
  const isSource = new Set(sources.map(({ node }) => node));
  const sensors = given.columns.slice(1).map((id): Sensor => {
    const [kind, node = ""] = id.split(":");
    const flow = isSource.has(node) ? "inflow" : "meter";
    return { id, kind: kind === "p" ? "pressure" : flow, node: at(node) };
  });
  const { base_m3_h, kind, profile_hourly, weekend_factor } = given.demand_model;
  const base = Float64Array.from(nodes, ({ id }) => base_m3_h[id] ?? 0);
  const flat = new Array<number>(24).fill(1);
  const hourly = nodes.map(({ id }) => profile_hourly[kind[id] ?? ""] ?? flat);
  const weekend = nodes.map(({ id }) => weekend_factor?.[kind[id] ?? ""] ?? 1);
  const value = new Float64Array(given.rows.length * sensors.length);
  for (const [t, row] of given.rows.entries())
    for (const [s, sensor] of sensors.entries()) {
      const read = row[s + 1] ?? Number.NaN;
      value[t * sensors.length + s] = sensor.kind === "pressure" ? read * KPA_PER_BAR + outer : read;
    }
  return {
    series: { minutes: Float64Array.from(given.rows, (row) => row[0] ?? Number.NaN), value },
    district: {
      gas: gasOf(given.network),
      nodeIds: nodes.map(({ id }) => id),
      pipeIds: pipes.map(({ id }) => id),
      sensors,
      base,
      profile: (node, minutes) => profileAt(hourly[node] as readonly number[], weekend[node] as number, minutes),
      uncertainty: USUAL_UNCERTAINTY,
      network: {
        demand: new Float64Array(nodes.length),
        sources: {
          node: Int32Array.from(sources, ({ node }) => at(node)),
          pa: Float64Array.from(sources, ({ p_bar_g }) => (p_bar_g * KPA_PER_BAR + outer) * 1000),
        },
        pipes: {
          from: Int32Array.from(pipes, (p) => at(p.from)),
          to: Int32Array.from(pipes, (p) => at(p.to)),
          length: Float64Array.from(pipes, (p) => p.length_m),
          diameter: Float64Array.from(pipes, (p) => p.d_mm / 1000),
          roughness: Float64Array.from(pipes, (p) => p.k_mm / 1000),
        },
      },
    },
  };
}
