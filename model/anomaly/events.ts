/** What kind of fault a sensor shows. */
export const SENSOR_FAULTS = ["stuck", "dropout", "spike", "noise", "bias", "drift", "gain"] as const;
export type SensorFault = (typeof SENSOR_FAULTS)[number];

/** A reason, as data: `key` for words, figures with units in their names. */
export interface Evidence {
  readonly key:
    | "same_value_repeated"
    | "no_reading"
    | "against_hydraulics"
    | "others_agree"
    | "loss_explains_readings"
    | "zone_balance"
    | "pressures_below_expected"
    | "sensor_fault_less_likely"
    | "leak_less_likely"
    | "station_turned";
  readonly values: Readonly<Record<string, number>>;
}

/** Somewhere a leak may be; places share the probability. */
export interface LeakPlace {
  readonly node: number;
  readonly probability: number;
  /** Size if it is here, m³/h normal. */
  readonly m3H: number;
}

interface Happening {
  /** Step at which it was raised. */
  readonly start: number;
  /** Step at which it was over; the series' end when it is not. */
  end: number;
  /** Step at which it probably began. */
  readonly onset: number;
}

export interface LeakEvent extends Happening {
  readonly kind: "leak";
  /** 0–1: how much likelier than a faulty sensor or chance. */
  readonly confidence: number;
  m3H: number;
  /** Ordered so that each next one covers the most of what is left within walking distance. */
  places: readonly LeakPlace[];
  readonly evidence: readonly Evidence[];
}

export interface FaultEvent extends Happening {
  readonly kind: "sensor-fault";
  readonly sensor: number;
  fault: SensorFault;
  readonly confidence: number;
  /** Error in the reading's unit (kPa, m³/h), share for `gain`, unit a step for `drift`; 0 where it has none. */
  readonly size: number;
  readonly evidence: readonly Evidence[];
}

/** Something an operator did. Kept to explain why nothing was raised. */
export interface OperationEvent extends Happening {
  readonly kind: "operation";
  readonly operation: "set_point";
  readonly source: number;
  readonly kPa: number;
  readonly evidence: readonly Evidence[];
}

export type AnomalyEvent = LeakEvent | FaultEvent | OperationEvent;
