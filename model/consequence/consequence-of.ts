import type { ReleaseAssumption } from "#contract/release-assumptions.ts";
import type { LngLat } from "#contract/route.ts";
import { type Cordon, type CordonShape, cordonOf } from "./cordon.ts";
import { METHANE, NORMAL, normalM3PerHour, type ReleaseGas } from "./gas.ts";
import { evacuationM, impactRadiusGbM, impactRadiusM } from "./impact-radius.ts";
import { flameLengthByHeatM, heatW, NATURAL_GAS_FIRE, RADIATION_LEVELS, radiationDistanceM } from "./jet-fire.ts";
import { coupledHole, type PressureUnder } from "./network-hole.ts";
import { METHANE_LIMITS, type Plume, plumeDistanceM, type Spread, type Stability } from "./plume.ts";
import { decayKgS, type Hole, holeFlow, meanKgS, ruptureDecay } from "./release.ts";

/** How the gas gets out. */
export type Opening =
  | {
      readonly kind: "hole";
      readonly hole: Hole;
      /** What the network's pressure becomes under a flow; left out: it stays. */
      readonly under?: PressureUnder;
    }
  | {
      readonly kind: "rupture";
      /** Line that empties through each of the two ends, m: to the next closed valve or source. */
      readonly lengthsM: readonly [number, number];
      /** Darcy friction factor of the line; 0.012 when left out. */
      readonly darcy?: number;
      /** The fire and the cloud are reckoned with the mean outflow over this time, s; 60 when left out. */
      readonly overS?: number;
    };

export interface Weather {
  readonly windMS: number;
  /** Where the wind comes from, degrees from north. */
  readonly windFromDeg: number;
  readonly stability: Stability;
  readonly spread: Spread;
  /** Relative humidity, percent. */
  readonly humidity?: number;
}

export interface IncidentInput {
  readonly at: LngLat;
  readonly diameterM: number;
  /** Pressure at the place before, Pa absolute. */
  readonly pa: number;
  readonly opening: Opening;
  /** Left out: no plume is drawn. */
  readonly weather?: Weather;
  /** Methane at 10 ℃ when left out. */
  readonly gas?: ReleaseGas;
  /** Kept clear at once whatever is reckoned, m; 100 when left out (ERG guide 115). */
  readonly initialM?: number;
}

export interface Consequence {
  readonly release: {
    /** What fire and cloud are reckoned with, kg/s. */
    readonly kgS: number;
    readonly normalM3H: number;
    readonly firstKgS: number;
    /** At the opening while it flows, Pa absolute. */
    readonly pa: number;
    readonly isChoked: boolean;
    /** Gas that empties by a rupture, kg; null for a hole, which is fed on. */
    readonly inventoryKg: number | null;
    /** Outflow over time: seconds and kg/s. */
    readonly series: readonly (readonly [s: number, kgS: number])[];
  };
  readonly contours: readonly { readonly wM2: number; readonly distanceM: number }[];
  readonly flameLengthM: number;
  readonly impactRadiusM: { readonly b318s: number; readonly gb32167: number };
  readonly evacuationM: number;
  /** Null without weather. `isScreening` is always true: say so where it is drawn. */
  readonly plume: {
    readonly isScreening: true;
    readonly towardsDeg: number;
    readonly halfAngleDeg: number;
    readonly distanceM: { readonly lfl: number; readonly half: number; readonly fifth: number };
  } | null;
  readonly cordon: Cordon;
  readonly assumptions: readonly ReleaseAssumption[];
}

/** Half the angle of the sector drawn for a plume: wind does not keep its direction. */
export const PLUME_HALF_ANGLE_DEG = 30;
/** Radiation at which the cordon stands, W/m². */
export const CORDON_RADIATION_WM2 = 4730;
const INITIAL_M = 100;
const SERIES_S = [0, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] as const;
/** Nearer than this a neutral plume means nothing. */
const PLUME_VALID_M = 100;

type Release = Consequence["release"];

function holeRelease(
  opening: Opening & { kind: "hole" },
  pa: number,
  gas: ReleaseGas,
  say: (a: ReleaseAssumption) => void,
): Release {
  const { hole, under } = opening;
  const coupled = under ? coupledHole(hole, gas, under) : null;
  if (!coupled) say("hole_pressure_constant");
  else if (!coupled.isSettled) say("hole_not_settled");
  const { kgS, normalM3H, isChoked } = coupled ?? holeFlow(hole, pa, gas);
  return {
    kgS,
    normalM3H,
    isChoked,
    firstKgS: holeFlow(hole, coupled?.paBefore ?? pa, gas).kgS,
    pa: coupled?.pa ?? pa,
    inventoryKg: null,
    series: [[0, kgS]],
  };
}

function ruptureRelease(
  opening: Opening & { kind: "rupture" },
  { diameterM, pa }: IncidentInput,
  gas: ReleaseGas,
): Release {
  const { lengthsM, darcy = 0.012, overS = 60 } = opening;
  const ends = lengthsM.filter((l) => l > 0).map((lengthM) => ruptureDecay({ diameterM, lengthM, pa, darcy }, gas));
  const sum = (of: (end: (typeof ends)[number]) => number): number => ends.reduce((all, end) => all + of(end), 0);
  const kgS = sum((end) => meanKgS(end, overS));
  return {
    kgS,
    normalM3H: normalM3PerHour(kgS, gas.molarMass),
    firstKgS: sum(({ firstKgS }) => firstKgS),
    pa,
    isChoked: holeFlow({ diameterM, cd: 1 }, pa, gas).isChoked,
    inventoryKg: sum(({ inventoryKg }) => inventoryKg),
    series: SERIES_S.map((s) => [s, sum((end) => decayKgS(end, s))] as const),
  };
}

function plumeOf(weather: Weather, kgS: number, molarMass: number): NonNullable<Consequence["plume"]> {
  const plume: Plume = {
    kgS,
    heightM: 0,
    windMS: weather.windMS,
    stability: weather.stability,
    spread: weather.spread,
  };
  const to = (percent: number): number => plumeDistanceM(plume, percent, molarMass);
  return {
    isScreening: true,
    towardsDeg: (weather.windFromDeg + 180) % 360,
    halfAngleDeg: PLUME_HALF_ANGLE_DEG,
    distanceM: { lfl: to(METHANE_LIMITS.lfl), half: to(METHANE_LIMITS.half), fifth: to(METHANE_LIMITS.fifth) },
  };
}

/**
 * What a damaged pipe does around it: release, fire, cloud, cordon. All plain data, cheap to reckon again when wind or pressure
 * change. The cordon is the union of the first distance kept clear, the evacuation distance of the emergency guidelines,
 * radiation of 4.73 kW/m² and the sector of half the lower flammable limit downwind.
 */
export function consequenceOf(input: IncidentInput): Consequence {
  const { at, diameterM, pa, opening, weather, gas = METHANE, initialM = INITIAL_M } = input;
  const said = new Set<ReleaseAssumption>(["methane_properties", "fire_point_source", "initial_distance"]);
  const say = (assumption: ReleaseAssumption): void => void said.add(assumption);
  if (input.gas) said.delete("methane_properties");
  if (opening.kind === "hole" && opening.hole.diameterM > 0.2 * diameterM) say("hole_near_full_bore");
  if (opening.kind === "rupture") for (const a of ["rupture_both_ends", "rupture_mean_outflow"] as const) say(a);
  say("evacuation_transmission_rule");
  if (weather?.humidity === undefined) say("fire_no_humidity");

  const release = opening.kind === "hole" ? holeRelease(opening, pa, gas, say) : ruptureRelease(opening, input, gas);
  const fire = {
    ...NATURAL_GAS_FIRE,
    kgS: release.kgS,
    ...(weather?.humidity === undefined ? {} : { humidity: weather.humidity }),
  };
  const paGauge = Math.max(pa - NORMAL.pa, 0);
  const evacuation = evacuationM(diameterM * 1000, paGauge);
  const plume = weather && weather.windMS > 0 ? plumeOf(weather, release.kgS, gas.molarMass) : null;
  say(plume ? "plume_screening" : "plume_missing");
  if (plume && plume.distanceM.half < PLUME_VALID_M) say("plume_near_field");
  const shapes: CordonShape[] = [
    { reason: "initial", radiusM: initialM },
    { reason: "evacuation", radiusM: evacuation },
    { reason: "radiation", radiusM: radiationDistanceM(fire, CORDON_RADIATION_WM2) },
  ];
  if (plume)
    shapes.push({
      reason: "plume",
      radiusM: plume.distanceM.half,
      sector: { towardsDeg: plume.towardsDeg, halfAngleDeg: plume.halfAngleDeg },
    });
  return {
    release,
    contours: RADIATION_LEVELS.map((wM2) => ({ wM2, distanceM: radiationDistanceM(fire, wM2) })),
    flameLengthM: flameLengthByHeatM(heatW(fire)),
    impactRadiusM: {
      b318s: impactRadiusM(diameterM * 1000, paGauge / 1000),
      gb32167: impactRadiusGbM(diameterM * 1000, paGauge / 1e6),
    },
    evacuationM: evacuation,
    plume,
    cordon: cordonOf(at, shapes),
    assumptions: [...said].sort(),
  };
}
