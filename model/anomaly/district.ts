import type { GasModel, GasNetwork } from "#model/hydraulics/gas-network.ts";

/** What a sensor measures: pressure at a node (kPa absolute), what a source feeds in, or what a metered customer takes (m³/h normal). */
export type SensorKind = "pressure" | "inflow" | "meter";

export interface Sensor {
  readonly id: string;
  readonly kind: SensorKind;
  readonly node: number;
}

/** How sure the operator is of demands and sensors. Relative figures are shares, times are steps of the series. */
export interface Uncertainty {
  /** Spread of what all customers share (weather, holidays), and how much of it is left a step later. */
  readonly common: { readonly share: number; readonly memory: number };
  /** The same of each node by itself. */
  readonly local: { readonly share: number; readonly memory: number };
  /** Noise of pressure sensors, kPa, and of flow meters, share of the reading. */
  readonly pressureKPa: number;
  readonly flowShare: number;
  /** How far a station's outlet wanders in a step when nobody turns it, kPa. */
  readonly stationKPa: number;
  /** How far a metered customer's use moves in a step, share of its base. */
  readonly meterShare: number;
}

/** Good SCADA: 0.1 % pressure transmitters, ultrasonic meters. A district's own figures come from a month without events. */
export const USUAL_UNCERTAINTY: Uncertainty = {
  common: { share: 0.03, memory: 0.94 },
  local: { share: 0.08, memory: 0.94 },
  pressureKPa: 0.08,
  flowShare: 0.004,
  stationKPa: 0.01,
  meterShare: 0.15,
};

/**
 * One pressure level between stations' outlets and customers, and the sensors in it. `network.demand` is not read: demands are
 * what `expected` says. Districts with regulators inside are several districts.
 */
export interface District {
  readonly network: GasNetwork;
  readonly gas: GasModel;
  readonly nodeIds: readonly string[];
  readonly pipeIds: readonly string[];
  readonly sensors: readonly Sensor[];
  /** Mean use of each node, m³/h normal; 0 where nobody takes gas. */
  readonly base: Float64Array;
  /** Use of each node at a time (minutes since the series began), as a multiple of `base`. */
  readonly profile: (node: number, minutes: number) => number;
  readonly uncertainty: Uncertainty;
}

/** Readings in the order of time; `value[t · sensors + s]`, NaN where there is none. */
export interface Series {
  readonly minutes: Float64Array;
  readonly value: Float64Array;
}
