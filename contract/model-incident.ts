import type { CriticalKind } from "./customer-kind.ts";
import type { DuctKind } from "./duct.ts";
import type { PressureLevel } from "./gas.ts";
import type { ModelAssumption } from "./model-assumptions.ts";
import type { SolveReport } from "./model-solve.ts";
import type { LngLat } from "./route.ts";

/** Answers about damage, gas under the ground and winter. Plain data: fit to be stored beside the version of the network they were worked out on. */

/** A part of a pressure district that loses its feed, and the minutes it lives on what its pipes hold. */
export interface LostPack {
  readonly district: string;
  readonly level: PressureLevel;
  readonly customers: number;
  readonly minutes: number;
}

/** Pasquill's classes: A very unstable, D neutral, F stable (clear night, little wind). */
export const STABILITY_CLASSES = ["A", "B", "C", "D", "E", "F"] as const;
export type StabilityClass = (typeof STABILITY_CLASSES)[number];

/** What a person says of a release. */
export interface ReleaseWish {
  readonly opening: "hole" | "rupture";
  readonly holeMm: number;
  /** Null: not known, no plume is drawn. `fromDeg`: where it comes from, degrees from north. */
  readonly wind: { readonly ms: number; readonly fromDeg: number; readonly stability: StabilityClass } | null;
  /** Local hour, 0–23. */
  readonly hour: number;
  readonly isWeekend: boolean;
}

export const CORDON_PARTS = ["initial", "evacuation", "radiation", "plume"] as const;
export type CordonPartName = (typeof CORDON_PARTS)[number];

/** Where people are, by what they do there. */
export type PeopleKind = CriticalKind | "market" | "residential" | "commercial" | "public" | "industrial";

/** What a damaged pipe does around it. Radii in m, flows at normal state. */
export interface ConsequenceAnswer {
  readonly kind: "consequence";
  readonly version: string;
  readonly area: string;
  readonly pipe: string;
  readonly lngLat: LngLat;
  readonly wish: ReleaseWish;
  readonly diameterMm: number;
  /** Null when the pipe has no gas: nothing is released. */
  readonly release: {
    readonly normalM3H: number;
    readonly kgS: number;
    /** kPa gauge before, and at the opening while it blows: the network gives way. */
    readonly beforeKPa: number;
    readonly kPa: number;
    readonly isChoked: boolean;
    /** Gas that empties by a rupture, kg. */
    readonly inventoryKg: number | null;
  } | null;
  readonly parts: readonly {
    readonly name: CordonPartName;
    readonly radiusM: number;
    readonly ring: readonly LngLat[];
  }[];
  readonly cordon: { readonly ring: readonly LngLat[]; readonly reachM: number; readonly areaM2: number } | null;
  readonly impactM: { readonly b318s: number; readonly gb32167: number };
  readonly flameM: number;
  /** Heat of the jet on fire in W/m², how far it reaches, and the circle to be drawn. */
  readonly contours: readonly { readonly wM2: number; readonly distanceM: number; readonly ring: readonly LngLat[] }[];
  /** Distances downwind to 5, 2.5 and 1 % by volume; screening. */
  readonly plume: {
    readonly towardsDeg: number;
    readonly halfAngleDeg: number;
    readonly lflM: number;
    readonly halfM: number;
    readonly fifthM: number;
  } | null;
  readonly people: {
    /** Expected at the hour, and were everyone in. */
    readonly now: number;
    readonly atMost: number;
    readonly places: number;
    readonly byKind: readonly { readonly kind: PeopleKind; readonly places: number; readonly people: number }[];
    /** Customers who come first. */
    readonly first: readonly { readonly id: string; readonly kind: CriticalKind; readonly lngLat: LngLat }[];
  };
  /** Of the district while the hole blows, where network and hole are coupled; else of today's network. */
  readonly solve: SolveReport;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

/** The cordon alone, told before the plan or the consequence that it belongs to is worked out. Null when the pipe has no gas. */
export interface CordonAnswer {
  readonly kind: "cordon";
  readonly version: string;
  readonly area: string;
  readonly pipe: string;
  readonly cordon: { readonly ring: readonly LngLat[]; readonly reachM: number } | null;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

export const GAS_SPACES = [
  "sewer",
  "rainwater",
  "power",
  "telecom",
  "heating",
  "valve_pit",
  "basement",
  "tunnel",
  "other",
] as const;
export type GasSpace = (typeof GAS_SPACES)[number];

/** A space beside pipes and what was found in it, by hand or by a sensor. */
export interface GasReading {
  readonly id: string;
  readonly lngLat: LngLat;
  readonly space: GasSpace;
  /** Methane, % of the lower explosive limit; null: known to be there, not opened yet. */
  readonly lel: number | null;
  readonly ethanePpm: number | null;
  readonly h2sPpm: number | null;
  readonly hasOdorant: boolean | null;
  /** The sensor that says so; null when measured by hand. */
  readonly tagId: string | null;
  /** What it said before, oldest first. */
  readonly history: readonly { readonly hour: number; readonly lel: number }[];
}

export type GasKindJudged = "pipeline_gas" | "biogas" | "undecided";

/** A sign, and the logarithm of how much likelier it is with pipeline gas than with biogas. */
export interface GasSignFound {
  readonly sign: string;
  readonly weight: number;
  readonly value: number;
}

/** Where methane in spaces comes from. */
export interface MethaneAnswer {
  readonly kind: "methane";
  readonly version: string;
  readonly area: string;
  readonly readings: readonly GasReading[];
  /** Of the reading with most methane; null while nothing was found. */
  readonly judged: {
    readonly reading: string;
    readonly kind: GasKindJudged;
    readonly probability: number;
    readonly evidence: readonly GasSignFound[];
  } | null;
  /** Pieces of pipe near, the hottest last so that they are painted on top. `heat` 0–1 against the hottest. */
  readonly line: readonly {
    readonly pipe: string;
    readonly from: LngLat;
    readonly to: LngLat;
    readonly heat: number;
    readonly probability: number;
  }[];
  /** The likeliest pipes: probability summed over their pieces. */
  readonly pipes: readonly { readonly pipe: string; readonly level: PressureLevel; readonly probability: number }[];
  /** Spaces to open next, the most telling for the time first. */
  readonly next: readonly {
    readonly space: string;
    readonly name: string;
    readonly kind: GasSpace;
    readonly lngLat: LngLat;
    readonly bits: number;
    readonly chance: number;
    readonly walkM: number;
  }[];
  /** Recorded ducts near, those that gas likeliest came along first. `probability`: that gas in a space that was read came along it. */
  readonly ducts: readonly {
    readonly id: string;
    readonly kind: DuctKind;
    /** Whose it is, in words; null where the record does not say. */
    readonly owner: string | null;
    readonly path: readonly LngLat[];
    /** Inside, mm; a round one has no height. */
    readonly widthMm: number | null;
    readonly heightMm: number | null;
    readonly probability: number;
  }[];
  /** Kept clear around what was measured: one ring for each part that hangs together. */
  readonly cordon: { readonly rings: readonly (readonly LngLat[])[]; readonly areaM2: number };
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

/** What a person says of a winter. */
export interface WinterWish {
  /** Daily mean temperatures of the days to come, ℃; the days before are taken to be like the first. */
  readonly daysC: readonly number[];
  /** m³ a day by pipeline; null: not known, nothing is called short. */
  readonly pipelineM3D: number | null;
  /** Gas in storage, m³, and what it can give, m³ a day. */
  readonly storageM3: number;
  readonly storageM3D: number;
  /** Share of the year's use that heats, 0–1. */
  readonly heatingShare: number;
}

export interface WinterAnswer {
  readonly kind: "winter";
  readonly version: string;
  readonly area: string;
  readonly wish: WinterWish;
  /** Demand of one day at a steady temperature. */
  readonly curve: readonly { readonly celsius: number; readonly m3: number }[];
  readonly days: readonly {
    /** Weighted with the days before. */
    readonly celsius: number;
    readonly demandM3: number;
    readonly fromStorageM3: number;
    readonly shortM3: number;
    readonly storageM3: number;
    readonly trucks: number;
  }[];
  /** Whole days before something is short; null: none within the forecast, or the pipeline is not known. */
  readonly daysCovered: number | null;
  readonly storageDaysAtPeak: number | null;
  readonly trucks: number;
  /** Districts at the coldest day's busy hour, the weakest first. */
  readonly weakest: readonly {
    readonly district: string;
    readonly lngLat: LngLat;
    readonly customers: number;
    /** Null where no gas arrives. */
    readonly kPa: number | null;
    readonly marginKPa: number | null;
  }[];
  /** ℃ at which the first district falls below what appliances need; null: none down to the coldest of the curve. */
  readonly limitC: number | null;
  /** Of the coldest day. */
  readonly solve: SolveReport;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}
