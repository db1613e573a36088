import { PRESSURE_LEVEL_MAX_KPA, type PressureLevel, type TagKind } from "#contract/gas.ts";

/** What the detectors know of a kind of quantity. Defaults of ours, not of a standard. */
export interface KindTraits {
  /** What the quantity can be where gas is supplied, in its unit; a value outside is the sensor's mistake, not the network's. */
  readonly range: readonly [number, number];
  /** A leap is larger than this share of the usual value … */
  readonly leapShare: number;
  /** … and larger than this, in the kind's unit. */
  readonly leapLeast: number;
  /** A value at which the quantity may rest for days: a closed valve, no gas in the air. */
  readonly rests: "never" | "at zero" | "anywhere";
}

export const KIND_TRAITS: Readonly<Record<TagKind, KindTraits>> = {
  pressure: { range: [-2, 10_000], leapShare: 0.08, leapLeast: 0.2, rests: "at zero" },
  flow: { range: [-1_000_000, 1_000_000], leapShare: 0.3, leapLeast: 0.5, rests: "at zero" },
  temperature: { range: [-50, 80], leapShare: 0, leapLeast: 3, rests: "never" },
  tank_level: { range: [-2, 105], leapShare: 0, leapLeast: 4, rests: "never" },
  gas_concentration: { range: [-5, 100], leapShare: 0.3, leapLeast: 0.3, rests: "at zero" },
  methane: { range: [-5, 100], leapShare: 0.3, leapLeast: 0.15, rests: "at zero" },
  ethane: { range: [-10, 10_000], leapShare: 0.3, leapLeast: 0.5, rests: "at zero" },
  odorant: { range: [-1, 200], leapShare: 0.1, leapLeast: 2, rests: "never" },
  cp_potential: { range: [-4000, 500], leapShare: 0.1, leapLeast: 60, rests: "never" },
  valve_position: { range: [-2, 102], leapShare: 0, leapLeast: 101, rests: "anywhere" },
};

/** A pressure may stand this much above the highest operating pressure of its level before it is not believed: relief valves open far below. */
const BEYOND_LEVEL = 1.6;

/** Physical range of a tag: a pressure's ends with its network's level. */
export function rangeOf(kind: TagKind, level: PressureLevel | null): readonly [number, number] {
  const { range } = KIND_TRAITS[kind];
  const most = kind === "pressure" && level !== null ? PRESSURE_LEVEL_MAX_KPA[level] : null;
  return most === null ? range : [range[0], most * BEYOND_LEVEL];
}
