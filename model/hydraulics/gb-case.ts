import { type Friction, friction } from "./friction.ts";
import { type GasModel, type GasNetwork, NATURAL_GAS } from "./gas-network.ts";
import { solveGas } from "./solve.ts";

/** A reference case of schema `gasnet-gb50028/1`: Pa gauge (low) or kPa absolute (medium), flows in normal m³/h. */
export interface GbCase {
  readonly id: string;
  readonly kind: string;
  readonly law: string;
  readonly gas: { readonly rho_kg_m3: number; readonly nu_m2_s: number; readonly t_k: number; readonly z: number };
  readonly nodes: readonly { readonly id: string; readonly demand_m3_h?: number }[];
  readonly sources: readonly { readonly node: string; readonly p: number }[];
  readonly pipes: readonly {
    readonly id?: string;
    readonly from: string;
    readonly to: string;
    readonly length_m: number;
    readonly d_mm: number;
    readonly k_mm: number;
  }[];
}

const AIR_PA = 101_325;

function gasOf({ gas: { rho_kg_m3, nu_m2_s, t_k, z } }: Pick<GbCase, "gas">, isLow: boolean, law: string): GasModel {
  return {
    ...NATURAL_GAS,
    rhoN: rho_kg_m3,
    viscosity: rho_kg_m3 * nu_m2_s,
    temperature: t_k,
    z: () => z,
    law: law === "zones" ? "gb-zones" : "colebrook-gb",
    equation: isLow ? "gb-low" : "gb-medium",
  };
}

/** A GB network as columns, and how its pressures read. */
export function gbNetwork(given: GbCase): { network: GasNetwork; gas: GasModel; own: (pa: number) => number } {
  const isLow = given.kind === "low";
  const index = new Map(given.nodes.map((n, i) => [n.id, i]));
  const at = (id: string): number => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`case ${given.id} has no node ${id}`);
    return i;
  };
  const network: GasNetwork = {
    demand: Float64Array.from(given.nodes, (n) => ((n.demand_m3_h ?? 0) / 3600) * given.gas.rho_kg_m3),
    sources: {
      node: Int32Array.from(given.sources, (s) => at(s.node)),
      pa: Float64Array.from(given.sources, ({ p }) => (isLow ? p + AIR_PA : p * 1000)),
    },
    pipes: {
      from: Int32Array.from(given.pipes, (p) => at(p.from)),
      to: Int32Array.from(given.pipes, (p) => at(p.to)),
      length: Float64Array.from(given.pipes, (p) => p.length_m),
      diameter: Float64Array.from(given.pipes, (p) => p.d_mm / 1000),
      roughness: Float64Array.from(given.pipes, (p) => p.k_mm / 1000),
    },
  };
  return { network, gas: gasOf(given, isLow, given.law), own: (pa) => (isLow ? pa - AIR_PA : pa / 1000) };
}

interface PipeRow {
  readonly q_m3_h: number;
  readonly d_mm: number;
  readonly k_mm: number;
  readonly rho_kg_m3: number;
  readonly nu_m2_s: number;
  readonly t_k: number;
}

/** A reference case of schema `gas-hydraulics/gb50028-1`: single pipes, inputs and expected figures in one row. */
export interface GbPipeCase {
  readonly id: string;
  readonly low_pressure: readonly (PipeRow & { readonly length_m: number })[];
  readonly medium_pressure: readonly (PipeRow & { readonly length_km: number; readonly p1_kpa_abs: number })[];
}

/** Solves one pipe between a source and a customer; pressures in Pa. */
function onePipe(row: PipeRow, lengthM: number, pa: number, law: string, isLow: boolean): number {
  const gas = gasOf({ gas: { rho_kg_m3: row.rho_kg_m3, nu_m2_s: row.nu_m2_s, t_k: row.t_k, z: 1 } }, isLow, law);
  const s = solveGas(
    {
      demand: Float64Array.of(0, (row.q_m3_h / 3600) * row.rho_kg_m3),
      sources: { node: Int32Array.of(0), pa: Float64Array.of(pa) },
      pipes: {
        from: Int32Array.of(0),
        to: Int32Array.of(1),
        length: Float64Array.of(lengthM),
        diameter: Float64Array.of(row.d_mm / 1000),
        roughness: Float64Array.of(row.k_mm / 1000),
      },
    },
    gas,
  );
  return s.pa[1] as number;
}

function lambdas(row: PipeRow): { re: number; lambda_colebrook: number; lambda_altshul: number; lambda_zones: number } {
  const re = ((4 / Math.PI) * (row.q_m3_h / 3600)) / ((row.d_mm / 1000) * row.nu_m2_s);
  const of = (law: "colebrook-gb" | "altshul" | "gb-zones"): number => {
    const f: Friction = { lambda: 0, slope: 0 };
    friction(law, re, row.k_mm / row.d_mm, f);
    return f.lambda;
  };
  return { re, lambda_colebrook: of("colebrook-gb"), lambda_altshul: of("altshul"), lambda_zones: of("gb-zones") };
}

const zoneOf = (re: number): string => (re <= 2100 ? "laminar" : re <= 3500 ? "critical" : "turbulent");

/** The case's rows with every expected figure replaced by ours. */
export function answerGbPipes({ low_pressure, medium_pressure }: GbPipeCase) {
  return {
    low_pressure: low_pressure.map((row) => ({
      ...row,
      ...lambdas(row),
      zone: zoneOf(lambdas(row).re),
      dp_pa_colebrook: AIR_PA - onePipe(row, row.length_m, AIR_PA, "colebrook", true),
      dp_pa_zones: AIR_PA - onePipe(row, row.length_m, AIR_PA, "zones", true),
    })),
    medium_pressure: medium_pressure.map((row) => {
      const { re, lambda_colebrook } = lambdas(row);
      const pa = onePipe(row, 1000 * row.length_km, 1000 * row.p1_kpa_abs, "colebrook", false);
      return { ...row, re, lambda_colebrook, p2_kpa_abs: pa / 1000 };
    }),
  };
}
