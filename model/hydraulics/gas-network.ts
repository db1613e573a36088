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
  /**
   * `square`: p1² − p2² from first principles, right at every level. `gb-medium`: the same with GB 50028's rounded constant
   * 1.27e10. `gb-low`: GB 50028's low-pressure form, linear in p, constant 6.26e7.
   */
  readonly equation: "square" | "gb-medium" | "gb-low";
}

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
  };
  /** Valves lose nothing when open and let nothing through when closed. */
  readonly valves?: { readonly from: Int32Array; readonly to: Int32Array; readonly isOpen: Uint8Array };
  /** Pressure regulators: `to` is held at `pa` while the inlet has more; no gas flows back. */
  readonly regulators?: { readonly from: Int32Array; readonly to: Int32Array; readonly pa: Float64Array };
}

/** How a regulator works in the solution. `unfed`: no gas reaches its inlet. */
export const REGULATOR_STATES = ["active", "wide_open", "closed", "unfed"] as const;
export type RegulatorState = (typeof REGULATOR_STATES)[number];

export interface GasSolution {
  readonly isConverged: boolean;
  /** Newton steps in all sweeps. */
  readonly iterations: number;
  /** Sweeps over the states of regulators. */
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
  /** Nodes that no source reaches through open ways. */
  readonly unsupplied: readonly number[];
  /** Nodes whose pressure the network cannot hold: the demand is more than it can carry. */
  readonly starved: readonly number[];
}
