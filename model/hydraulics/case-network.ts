import type { FrictionLaw } from "./friction.ts";
import { COMPRESSOR_KINDS, type GasModel, type GasNetwork } from "./gas-network.ts";

/** A reference case of schema `gasnet-case/1`: bar gauge or absolute and kg/s or m³/h as `units` say, lengths in m, diameters in mm. */
export interface GasNetCase {
  readonly schema?: string;
  readonly id: string;
  readonly units?: { readonly pressure?: string; readonly flow?: string };
  readonly gas: {
    readonly rho_n_kg_m3: number;
    readonly viscosity_pa_s: number;
    readonly temperature_k: number;
    readonly p_n_pa?: number;
    readonly t_n_k?: number;
    readonly z: {
      readonly model: string;
      readonly z?: number;
      readonly a?: number;
      readonly b_per_bar?: number;
      readonly b1?: number;
      readonly b2_per_pa?: number;
    };
  };
  readonly friction: {
    readonly model: string;
    readonly coef?: number;
    readonly efficiency?: number;
    readonly d_exp?: number;
    readonly q_exp?: number;
  };
  readonly ambient?: { readonly model: string; readonly p_bar?: number };
  readonly gravity?: boolean;
  readonly nodes: readonly { readonly id: string; readonly demand?: number; readonly height?: number }[];
  readonly sources: readonly { readonly node: string; readonly p: number }[];
  readonly pipes: readonly (Ends & {
    readonly length: number;
    readonly d: number;
    readonly k?: number;
    readonly lambda?: number;
    readonly zeta?: number;
    readonly in_service?: boolean;
  })[];
  readonly valves?: readonly (Ends & { readonly open: boolean; readonly zeta?: number; readonly d?: number })[];
  readonly regulators?: readonly (Ends & { readonly p_set: number })[];
  readonly compressors?: readonly (Ends & {
    readonly ratio?: number;
    readonly p_out_set?: number;
    readonly p_in_set?: number;
    readonly dp?: number;
  })[];
  readonly expected: {
    readonly nodes: readonly { readonly id: string; readonly p?: number }[];
    readonly pipes: readonly { readonly id: string; readonly flow?: number }[];
    readonly unsupplied_nodes?: readonly string[];
    readonly regulators?: readonly { readonly id: string; readonly flow?: number }[];
  };
}

interface Ends {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

const LAWS: Readonly<Record<string, FrictionLaw>> = {
  "nikuradse+laminar": "nikuradse",
  colebrook: "colebrook",
  "swamee-jain": "swamee-jain",
  fixed: "fixed",
  power: "power",
};

const NORMAL = { pa: 101_325, k: 273.15 };

/** Air's pressure at a height in bar, as pandapipes reckons it: the cases' gauge pressures stand on it. */
const heightCorrected = (height: number): number => 1.01325 * (1 - (height * 0.0065) / 288.15) ** 5.255;

function ambientOf({ ambient, units }: GasNetCase): (height: number) => number {
  const model = ambient?.model ?? "height-corrected";
  if (model === "none" || units?.pressure === "bar absolute") return () => 0;
  if (model === "constant") return () => ambient?.p_bar ?? 1.01325;
  if (model === "height-corrected") return heightCorrected;
  throw new Error(`ambient: expected height-corrected, constant or none, got ${model}`);
}

function zOf({ z }: GasNetCase["gas"]): (pa: number) => number {
  const value = z.z ?? 1;
  if (z.model === "constant") return () => value;
  const [a, perPa] = [z.a ?? 1, (z.b_per_bar ?? 0) / 1e5];
  if (z.model === "linear") return (pa) => a + perPa * pa;
  const [b1, b2] = [z.b1 ?? 1, z.b2_per_pa ?? 0];
  if (z.model === "cnga") return (pa) => 1 / (b1 + b2 * pa);
  throw new Error(`z: expected constant, linear or cnga, got ${z.model}`);
}

function gasOf(given: GasNetCase): GasModel {
  const { gas, friction } = given;
  const law = LAWS[friction.model];
  if (!law) throw new Error(`friction: expected ${Object.keys(LAWS).join(", ")}, got ${friction.model}`);
  const { coef = 0, efficiency = 1, d_exp: dExp = 0, q_exp: qExp = 2 } = friction;
  return {
    rhoN: gas.rho_n_kg_m3,
    viscosity: gas.viscosity_pa_s,
    temperature: gas.temperature_k,
    pN: gas.p_n_pa ?? NORMAL.pa,
    tN: gas.t_n_k ?? NORMAL.k,
    gravity: given.gravity === false ? 0 : 9.81,
    z: zOf(gas),
    law,
    ...(law === "power" && { power: { coef, efficiency, dExp, qExp } }),
    equation: "square",
  };
}

function compressorsOf(given: GasNetCase): { kind: Uint8Array; value: Float64Array } {
  const rows = (given.compressors ?? []).map(({ id, ratio, p_out_set, p_in_set, dp }) => {
    const set = [ratio, p_out_set, p_in_set, dp];
    const kind = set.findIndex((value) => value !== undefined);
    if (kind === -1) throw new Error(`compressor ${id}: expected ratio, p_out_set, p_in_set or dp`);
    return { kind, value: (set[kind] as number) * (COMPRESSOR_KINDS[kind] === "ratio" ? 1 : 1e5) };
  });
  return { kind: Uint8Array.from(rows, (r) => r.kind), value: Float64Array.from(rows, (r) => r.value) };
}

/** A case ready to be solved, and how to read the solution in the case's own units. */
export interface CaseNetwork {
  readonly network: GasNetwork;
  readonly gas: GasModel;
  /** The case's bar (gauge or absolute) of Pa absolute at a node. */
  readonly bar: (pa: number, node: number) => number;
  /** The case's flow per kg/s. */
  readonly perKgS: number;
  /** Pipes in service, in the order solved. */
  readonly pipeIds: readonly string[];
}

/** A reference case as columns. Pipes out of service are left out. Throws where the case asks for what we do not know. */
export function caseNetwork(given: GasNetCase): CaseNetwork {
  const index = new Map(given.nodes.map((n, i) => [n.id, i]));
  const at = (id: string): number => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`case ${given.id} has no node ${id}`);
    return i;
  };
  const ambient = ambientOf(given);
  const height = Float64Array.from(given.nodes, (n) => n.height ?? 0);
  const absolute = (bar: number, node: number): number => (bar + ambient(height[node] as number)) * 1e5;
  const ends = (list: readonly Ends[]) => ({
    from: Int32Array.from(list, (x) => at(x.from)),
    to: Int32Array.from(list, (x) => at(x.to)),
  });
  const gas = gasOf(given);
  const perKgS = given.units?.flow === "m3/h" ? 3600 / gas.rhoN : 1;
  const pipes = given.pipes.filter((p) => p.in_service !== false);
  const { valves = [], regulators = [], compressors = [] } = given;
  return {
    gas,
    perKgS,
    pipeIds: pipes.map((p) => p.id),
    bar: (pa, node) => pa / 1e5 - ambient(height[node] as number),
    network: {
      demand: Float64Array.from(given.nodes, (n) => (n.demand ?? 0) / perKgS),
      height,
      sources: {
        node: Int32Array.from(given.sources, (s) => at(s.node)),
        pa: Float64Array.from(given.sources, (s) => absolute(s.p, at(s.node))),
      },
      pipes: {
        ...ends(pipes),
        length: Float64Array.from(pipes, (p) => p.length),
        diameter: Float64Array.from(pipes, (p) => p.d / 1000),
        roughness: Float64Array.from(pipes, (p) => (p.k ?? 0.1) / 1000),
        zeta: Float64Array.from(pipes, (p) => p.zeta ?? 0),
        ...(gas.law === "fixed" && { lambda: Float64Array.from(pipes, (p) => p.lambda ?? Number.NaN) }),
      },
      valves: {
        ...ends(valves),
        isOpen: Uint8Array.from(valves, (v) => (v.open ? 1 : 0)),
        zeta: Float64Array.from(valves, (v) => v.zeta ?? 0),
        diameter: Float64Array.from(valves, (v) => (v.d ?? 0) / 1000),
      },
      regulators: { ...ends(regulators), pa: Float64Array.from(regulators, (r) => absolute(r.p_set, at(r.to))) },
      compressors: { ...ends(compressors), ...compressorsOf(given) },
    },
  };
}
