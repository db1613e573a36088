import { z } from "zod";
import { type CriticalKind, CustomerKind } from "./customer-kind.ts";
import { MODEL_ASSUMPTIONS, ModelAssumption } from "./model-assumptions.ts";
import { CRITICALITY_CLASSES, type CriticalityAnswer } from "./model-criticality.ts";
import type { ConsequenceAnswer, CordonAnswer, LostPack, MethaneAnswer, WinterAnswer } from "./model-incident.ts";
import type {
  LeastBy,
  LeastPlan,
  NamedPlace,
  PlanBarriers,
  PlanConflict,
  PlanTie,
  PlanValve,
  RelightWork,
} from "./model-plan.ts";
import type { SolveReport } from "./model-solve.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, type Role } from "./scope.ts";
import { AssetId } from "./station.ts";

/** A pipe is damaged, and the valves around it are closed; of these some did not close. Kept by itself it stands for an open plan. */
export const DamageChange = z.object({
  kind: z.literal("damage"),
  pipe: AssetId,
  stuck: z.array(AssetId).max(50),
});
export type DamageChange = z.infer<typeof DamageChange>;

export const SCENARIO_CORNERS = 50;

/** What a person changes in a scenario. Things are named by id, so that it outlives a snapshot. Nothing of it touches the network. */
export const ScenarioChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("close_valve"), node: AssetId }),
  z.object({ kind: z.literal("open_valve"), node: AssetId }),
  z.object({ kind: z.literal("stuck_valve"), node: AssetId }),
  /** A pipe squeezed off, or cut by a barrier: it carries nothing. */
  z.object({ kind: z.literal("squeeze"), pipe: AssetId }),
  z.object({ kind: z.literal("barrier"), pipe: AssetId }),
  /** A line drawn over the map from corner to corner: every pipe that it crosses carries nothing. */
  z.object({ kind: z.literal("line"), line: z.array(LngLat).min(2).max(SCENARIO_CORNERS) }),
  /** Gas taken in addition at the end of a pipe; negative is fed in. */
  z.object({ kind: z.literal("demand"), pipe: AssetId, m3h: z.number().min(-1e6).max(1e6) }),
  DamageChange,
]);
export type ScenarioChange = z.infer<typeof ScenarioChange>;

const Count = z.int().nonnegative();
/** Each customer counts once: critical ones by what they are, the others by class. */
export const CustomerSums = z.partialRecord(CustomerKind, Count);
export type CustomerSums = z.infer<typeof CustomerSums>;

/** What a solved network comes to. Pressures in kPa gauge. */
export const SolvedSums = z.object({
  isConverged: z.boolean(),
  iterations: Count,
  /** Largest violation of a pipe's law, a share of the highest p². */
  residual: z.number(),
  /** Pressure districts solved for this. */
  districts: Count,
  /** Customers without gas, and with less than 1.5 kPa. */
  unsupplied: Count,
  belowService: Count,
  /** Nodes with gas whose pressure fell by more than a tenth against today. */
  fallen: Count,
  lowestKPa: z.number().nullable(),
});
export type SolvedSums = z.infer<typeof SolvedSums>;

/** A scenario's answer, kept with it: of which network it was, and what it came to. Cheap to work out anew. */
export const ScenarioResult = z.object({
  version: z.string().max(64),
  today: SolvedSums,
  altered: SolvedSums,
  customers: CustomerSums,
  assumptions: z.array(ModelAssumption).max(MODEL_ASSUMPTIONS.length),
});
export type ScenarioResult = z.infer<typeof ScenarioResult>;

/** Made by the page, so that one sent twice is one: a UUID. */
export const ScenarioId = z.string().regex(/^[\w-]{8,64}$/);
export const SCENARIO_CHANGES = 500;
/** Roles that write scenarios; all business roles read those of the areas in their sight. */
export const SCENARIO_ROLES = ["supervisor", "analyst", "dispatcher", "clerk"] as const satisfies Role[];

export const ScenarioHead = z.object({
  id: ScenarioId,
  name: z.string(),
  area: AreaCode,
  owner: z.string(),
  ownerName: z.string(),
  /** Snapshot it was last worked out on. */
  version: z.string(),
  changes: Count,
  /** Those of its changes that are open plans. */
  damages: z.array(DamageChange).max(500),
  writtenAt: Instant,
});
export type ScenarioHead = z.infer<typeof ScenarioHead>;

export const Scenario = ScenarioHead.extend({
  changes: z.array(ScenarioChange).max(SCENARIO_CHANGES),
  result: ScenarioResult.nullable(),
});
export type Scenario = z.infer<typeof Scenario>;

export const listScenarios = route({
  path: "/api/model/scenarios",
  who: BUSINESS_ROLES,
  summary: "Scenarios of the areas in sight, the newest first; of one area when it is named",
  query: z.object({ area: AreaCode.optional() }),
  reply: z.object({ scenarios: z.array(ScenarioHead) }),
});

export const getScenario = route({
  path: "/api/model/scenarios/:id",
  who: BUSINESS_ROLES,
  summary: "One scenario: what it changes and what came of it",
  params: z.object({ id: ScenarioId }),
  reply: Scenario,
});

export const saveScenario = route({
  method: "PUT",
  path: "/api/model/scenarios/:id",
  who: SCENARIO_ROLES,
  summary: "Keeps a scenario; one's own is written over, another's is refused",
  params: z.object({ id: ScenarioId }),
  body: z.object({
    name: z.string().trim().min(1).max(80),
    area: AreaCode,
    version: z.string().min(1).max(64),
    changes: z.array(ScenarioChange).max(SCENARIO_CHANGES),
    result: ScenarioResult.nullable(),
  }),
  reply: Scenario,
});

export const removeScenario = route({
  method: "DELETE",
  path: "/api/model/scenarios/:id",
  who: SCENARIO_ROLES,
  summary: "Removes one's own scenario",
  params: z.object({ id: ScenarioId }),
  reply: z.object({ removed: z.literal(true) }),
});

/** A place asked about: a pipe by dense number, and where on it. */
export interface ModelPick {
  readonly seq: number;
  readonly lngLat: LngLat;
}

/** A place clicked: a pipe and where on it, or where no pipe is. */
export type ModelClick = ModelPick | { readonly seq: null; readonly lngLat: LngLat };

/** What a click of a scenario does to a valve. */
export type ValveChange = Extract<ScenarioChange["kind"], "close_valve" | "open_valve">;

/** What a damaged pipe asks for. */
export interface IsolationAnswer {
  readonly kind: "isolate";
  readonly version: string;
  readonly area: string;
  readonly pipe: string;
  readonly lngLat: LngLat;
  readonly stuck: readonly NamedPlace[];
  readonly valves: readonly PlanValve[];
  readonly alreadyClosed: number;
  /** Pipe and gas in the area cut out. */
  readonly lengthM: number;
  readonly gasM3: number;
  /** Customers who lose gas, by kind, and those who come first: hospitals, then care homes, then schools. */
  readonly customers: CustomerSums;
  readonly total: number;
  readonly critical: readonly { readonly id: string; readonly kind: CriticalKind; readonly lngLat: LngLat }[];
  /** Sources inside: these must be shut themselves. */
  readonly sources: number;
  /** What a person has drawn across pipes; null: nothing. */
  readonly barriers: PlanBarriers | null;
  /** Open plans compared with, and those of them that get in the way. */
  readonly cases: number;
  readonly conflicts: readonly PlanConflict[];
  readonly ties: readonly PlanTie[];
  /** What the other valves were asked for by. */
  readonly leastBy: LeastBy;
  /** Null where the plan's own are as few, or as soon closed, or valves alone cannot part the damage from a source. */
  readonly least: LeastPlan | null;
  /** Null when nobody loses gas. */
  readonly relight: RelightWork | null;
  readonly squeezes: readonly {
    readonly pipes: readonly string[];
    /** Where to squeeze: the middle of each of the first pipes; both sides of the damage where it is the damaged pipe itself. */
    readonly points: readonly LngLat[];
    readonly customersKept: number;
    readonly valvesSpared: number;
  }[];
  /** Against the plan before the last valve was reported stuck; null for the first plan. */
  readonly change: {
    readonly added: number;
    readonly dropped: number;
    readonly customers: number;
    readonly lengthM: number;
  } | null;
  readonly solved: SolvedSums;
  readonly solve: SolveReport;
  readonly packs: readonly LostPack[];
  readonly cordon: { readonly ring: readonly LngLat[]; readonly reachM: number; readonly normalM3H: number } | null;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

export interface TraceAnswer {
  readonly kind: "trace";
  readonly version: string;
  readonly area: string;
  readonly way: "upstream" | "downstream" | "connected" | "pressure_system";
  readonly pipes: number;
  readonly lengthM: number;
  readonly customers: CustomerSums;
  readonly total: number;
  readonly sources: readonly { readonly name: string; readonly lngLat: LngLat }[];
  /** Of the flow that directions are taken from; null where none is needed. */
  readonly solve: SolveReport | null;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

export interface ProfileAnswer {
  readonly kind: "profile";
  readonly version: string;
  readonly area: string;
  /** Null when no open way joins the two places. */
  readonly way: {
    readonly lengthM: number;
    readonly atM: readonly number[];
    readonly kPa: readonly (number | null)[];
    readonly elevationM: readonly (number | null)[];
  } | null;
  readonly solve: SolveReport;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

export interface ScenarioAnswer {
  readonly kind: "scenario";
  readonly version: string;
  readonly area: string;
  readonly result: ScenarioResult;
  /** Of the network as the scenario has it. */
  readonly solve: SolveReport;
  /** Changes that name nothing of this network. */
  readonly unknown: readonly ScenarioChange[];
  readonly marks: readonly { readonly change: number; readonly lngLat: LngLat }[];
  /** How many pipes each drawn line cuts. */
  readonly cuts: readonly { readonly change: number; readonly pipes: number }[];
  readonly packs: readonly LostPack[];
  readonly ms: number;
}

/** What a click stands for: the pipe's name where there is one, and the valve nearest to it that can be closed, or opened, as asked. */
export interface NearAnswer {
  readonly kind: "near";
  readonly version: string;
  readonly area: string;
  readonly pipe: string | null;
  readonly valve: { readonly node: string; readonly name: string } | null;
  readonly assumptions: readonly ModelAssumption[];
  readonly ms: number;
}

/** What the map paints, by dense number. Indices are places in `MARK_CLASSES`. */
export const MARK_CLASSES = ["isolated", "lost", "added", "way", "fallen", ...CRITICALITY_CLASSES] as const;
export type MarkClass = (typeof MARK_CLASSES)[number];
export interface ModelMarks {
  readonly seqs: Uint32Array;
  readonly classes: Uint8Array;
}

export type ModelAnswer =
  | IsolationAnswer
  | TraceAnswer
  | ProfileAnswer
  | ScenarioAnswer
  | NearAnswer
  | CordonAnswer
  | ConsequenceAnswer
  | MethaneAnswer
  | WinterAnswer
  | CriticalityAnswer;
