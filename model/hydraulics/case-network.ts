import type { FrictionLaw } from "./friction.ts";
import type { GasModel, GasNetwork } from "./gas-network.ts";

/** A reference case of schema `gasnet-case/1`: pressures in bar gauge, flows in kg/s, lengths in m, diameters in mm. */
export interface GasNetCase {
  readonly id: string;
  readonly gas: {
    readonly rho_n_kg_m3: number;
    readonly viscosity_pa_s: number;
    readonly temperature_k: number;
    readonly p_n_pa: number;
    readonly t_n_k: number;
    readonly z: { readonly model: string; readonly z?: number; readonly a?: number; readonly b_per_bar?: number };
  };
  readonly friction: { readonly model: string };
  readonly nodes: readonly { readonly id: string; readonly demand?: number; readonly height?: number }[];
  readonly sources: readonly { readonly node: string; readonly p: number }[];
  readonly pipes: readonly (Ends & {
    readonly length: number;
    readonly d: number;
    readonly k: number;
    readonly zeta?: number;
    readonly in_service?: boolean;
  })[];
  readonly valves?: readonly (Ends & { readonly open: boolean; readonly zeta?: number })[];
  readonly regulators?: readonly (Ends & { readonly p_set: number })[];
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

const LAWS: Readonly<Record<string, FrictionLaw>> = { "nikuradse+laminar": "nikuradse", colebrook: "colebrook" };

/** Air's pressure at a height in bar, as pandapipes reckons it: the cases' gauge pressures stand on it. */
const ambient = (height: number): number => 1.01325 * (1 - (height * 0.0065) / 288.15) ** 5.255;

/** A reference case as columns, and how its gauge pressures read in Pa absolute. Pipes out of service are left out. */
export function caseNetwork(given: GasNetCase): {
  network: GasNetwork;
  gas: GasModel;
  gaugeBar: (pa: number, node: number) => number;
  pipeIds: readonly string[];
} {
  const index = new Map(given.nodes.map((n, i) => [n.id, i]));
  const at = (id: string): number => {
    const i = index.get(id);
    if (i === undefined) throw new Error(`case ${given.id} has no node ${id}`);
    return i;
  };
  const height = Float64Array.from(given.nodes, (n) => n.height ?? 0);
  const absolute = (bar: number, node: number): number => (bar + ambient(height[node] as number)) * 1e5;
  const ends = (list: readonly Ends[]) => ({
    from: Int32Array.from(list, (x) => at(x.from)),
    to: Int32Array.from(list, (x) => at(x.to)),
  });
  const { z } = given.gas;
  const law = LAWS[given.friction.model];
  if (!law) throw new Error(`no law for ${given.friction.model}`);
  const pipes = given.pipes.filter((p) => p.in_service !== false);
  const valves = given.valves ?? [];
  const regulators = given.regulators ?? [];
  return {
    pipeIds: pipes.map((p) => p.id),
    gaugeBar: (pa, node) => pa / 1e5 - ambient(height[node] as number),
    gas: {
      rhoN: given.gas.rho_n_kg_m3,
      viscosity: given.gas.viscosity_pa_s,
      temperature: given.gas.temperature_k,
      pN: given.gas.p_n_pa,
      tN: given.gas.t_n_k,
      gravity: 9.81,
      z: z.model === "linear" ? (pa) => (z.a ?? 1) + ((z.b_per_bar ?? 0) * pa) / 1e5 : () => z.z ?? 1,
      law,
      equation: "square",
    },
    network: {
      demand: Float64Array.from(given.nodes, (n) => n.demand ?? 0),
      height,
      sources: {
        node: Int32Array.from(given.sources, (s) => at(s.node)),
        pa: Float64Array.from(given.sources, (s) => absolute(s.p, at(s.node))),
      },
      pipes: {
        ...ends(pipes),
        length: Float64Array.from(pipes, (p) => p.length),
        diameter: Float64Array.from(pipes, (p) => p.d / 1000),
        roughness: Float64Array.from(pipes, (p) => p.k / 1000),
        zeta: Float64Array.from(pipes, (p) => p.zeta ?? 0),
      },
      valves: { ...ends(valves), isOpen: Uint8Array.from(valves, (v) => (v.open ? 1 : 0)) },
      regulators: { ...ends(regulators), pa: Float64Array.from(regulators, (r) => absolute(r.p_set, at(r.to))) },
    },
  };
}
