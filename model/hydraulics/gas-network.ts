import type { FrictionLaw } from "./friction.ts";

/** The gas and the equations a network is solved with. SI units, pressures absolute. */
export interface GasModel {
  /** Density at `pN`, `tN`, kg/m³. */
  readonly rhoN: number;
  /** Dynamic viscosity, Pa·s. */
  readonly viscosity: number;
  /** Temperature of the gas, K (isothermal). */
  readonly temperature: number;
  readonly pN: number;
  readonly tN: number;
  /** m/s² */
  readonly gravity: number;
  /** Compressibility at a pressure in Pa. */
  readonly z: (pa: number) => number;
  readonly law: FrictionLaw;
  /** For the law `power`: p1² − p2² [bar²] = coef · L Q^qExp / (efficiency² D^dExp), L in m, D in mm, Q in m³/h at `rhoN`. */
  readonly power?: {
    readonly coef: number;
    readonly efficiency: number;
    readonly dExp: number;
    readonly qExp: number;
  };
  /**
   * `square`: p1² − p2² from first principles, right at every level. `gb-medium`: the same with GB 50028's rounded constant
   * 1.27e10. `gb-low`: GB 50028's low-pressure form, linear in p, constant 6.26e7.
   */
  readonly equation: "square" | "gb-medium" | "gb-low";
}

/** Formulas of transmission lines for `GasModel.power` (Osiadacz 1988). */
export const POWER_FORMULAS = {
  panhandle: { coef: 18.43, efficiency: 0.9, dExp: 4.854, qExp: 1.854 },
  polyflo: { coef: 27.24, efficiency: 1, dExp: 4.848, qExp: 1.848 },
  lacey: { coef: 11.7e3, efficiency: 1, dExp: 5, qExp: 2 },
} as const;

/** Natural gas as GB 50028 reckons with it: ν 14.5 mm²/s, 0.73 kg/m³, 15 ℃, Z = 1 − 0.0022 p[bar]. */
export const NATURAL_GAS: GasModel = {
  rhoN: 0.73,
  viscosity: 0.73 * 1.45e-5,
  temperature: 288.15,
  pN: 101_325,
  tN: 273.15,
  gravity: 9.80665,
  z: (pa) => 1 - 0.0022e-5 * pa,
  law: "gb",
  equation: "square",
};

/** A network as columns: nodes are numbers from 0; pipes, valves and regulators name them by `from` and `to`. */
export interface GasNetwork {
  /** Gas taken at each node, kg/s; negative is fed in. */
  readonly demand: Float64Array;
  /** Height of each node, m; left out when the land is flat or unknown. */
  readonly height?: Float64Array;
  /** Nodes held at a pressure, Pa. */
  readonly sources: { readonly node: Int32Array; readonly pa: Float64Array };
  readonly pipes: {
    readonly from: Int32Array;
    readonly to: Int32Array;
    /** m */
    readonly length: Float64Array;
    /** Inside, m. */
    readonly diameter: Float64Array;
    /** m */
    readonly roughness: Float64Array;
    /** Loss coefficient of fittings beside the wall's friction; left out when none. */
    readonly zeta?: Float64Array;
    /** Friction factor of each pipe, for the law `fixed`. */
    readonly lambda?: Float64Array;
  };
  /** Valves let nothing through when closed and lose nothing when open, but where `zeta` and `diameter` (m) say so. */
  readonly valves?: {
    readonly from: Int32Array;
    readonly to: Int32Array;
    readonly isOpen: Uint8Array;
    readonly zeta?: Float64Array;
    readonly diameter?: Float64Array;
  };
  /** Pressure regulators: `to` is held at `pa` while the inlet has more; no gas flows back. */
  readonly regulators?: { readonly from: Int32Array; readonly to: Int32Array; readonly pa: Float64Array };
  /** Compressors: `kind[c]` is an index of `COMPRESSOR_KINDS`, `value[c]` the ratio, or Pa. */
  readonly compressors?: {
    readonly from: Int32Array;
    readonly to: Int32Array;
    readonly kind: Uint8Array;
    readonly value: Float64Array;
  };
  /**
   * Left out, demand is taken whatever the pressure. Given, a node takes all above `servicePa` (absolute), nothing at `leastPa`, and
   * between them the share s²(3 − 2s) (Fujiwara, Ganesharajah 1993), so that a starved network still solves.
   */
  readonly pressureDriven?: { readonly servicePa: Float64Array; readonly leastPa: Float64Array };
}

/** Outlet over inlet (absolute), outlet held, inlet held, or a constant rise. */
export const COMPRESSOR_KINDS = ["ratio", "outlet", "inlet", "rise"] as const;

/** How a regulator works in the solution. `unfed`: no gas reaches its inlet. */
export const REGULATOR_STATES = ["active", "wide_open", "closed", "unfed"] as const;
export type RegulatorState = (typeof REGULATOR_STATES)[number];

export interface GasSolution {
  readonly isConverged: boolean;
  /** Newton steps, those included after which regulators changed. */
  readonly iterations: number;
  /** Times that regulators changed their states, and one. */
  readonly sweeps: number;
  /** Largest violation of a pipe's law, as a share of its network's highest p² (p for `gb-low`). */
  readonly residual: number;
  /** Largest imbalance at a node, kg/s. */
  readonly imbalance: number;
  /** Pressure of each node, Pa absolute; NaN where no source reaches. */
  readonly pa: Float64Array;
  /** Flow in each pipe from `from` to `to`, kg/s; 0 where no source reaches. */
  readonly flow: Float64Array;
  readonly regulatorFlow: Float64Array;
  readonly regulatorState: readonly RegulatorState[];
  /** From inlet to outlet, kg/s. */
  readonly compressorFlow: Float64Array;
  /** Flow in each valve from `from` to `to`, kg/s; NaN in rings of valves that lose nothing, where it cannot be told. */
  readonly valveFlow: Float64Array;
  /** Taken at each node, kg/s: the demand, less what pressure-driven customers do not get; 0 where no source reaches. */
  readonly served: Float64Array;
  /** What each source gives, kg/s. Of several that no loss parts the first stands for all. */
  readonly sourceFlow: Float64Array;
  /** Nodes that no source reaches through open ways. */
  readonly unsupplied: readonly number[];
  /** Nodes whose pressure the network cannot hold: the demand is more than it can carry. */
  readonly starved: readonly number[];
  /** Why the answer must not be used as it is; empty when all is well. */
  readonly problems: readonly GasProblem[];
}

/**
 * `no_source`: nothing feeds the network. `not_converged`: pressures still moved at the last step. `regulators_hunt`: no set of
 * regulator states fits. `starved`: demand is more than the pipes can bring. `negative_compressor`: gas flows back through one.
 * `trapped_injection`: more is fed in behind a regulator than is taken there, and nothing lets it out. `bad_input`: a column holds what no
 * network can have. `reasonsOf` tells where and how much.
 */
export const GAS_PROBLEMS = [
  ...(["no_source", "not_converged", "regulators_hunt", "starved", "negative_compressor"] as const),
  ...(["trapped_injection", "bad_input"] as const),
] as const;
export type GasProblem = (typeof GAS_PROBLEMS)[number];

/** Where to start from, and how long to try. */
export interface SolveOptions {
  /** A solution of the same nodes and pipes, for other demands, pressures or valves. */
  readonly start?: Pick<GasSolution, "pa" | "flow" | "regulatorState">;
  readonly maxIterations?: number;
  /** False spares the work of dividing flow among open valves: theirs are 0 then. */
  readonly valveFlows?: boolean;
}
