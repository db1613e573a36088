import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type {
  ModelAnswer,
  ModelMarks,
  ModelPick,
  ProfileAnswer,
  ScenarioChange,
  TraceAnswer,
} from "#contract/model.ts";
import type { GasReading, ReleaseWish, WinterWish } from "#contract/model-incident.ts";
import type { LeastBy, OpenPlan } from "#contract/model-plan.ts";
import type { SolveReport } from "#contract/model-solve.ts";
import type { LngLat } from "#contract/route.ts";
import { shortestPath } from "#model/graph/path.ts";
import { trace } from "#model/graph/trace.ts";
import { indexSegments, type SegmentIndex } from "#model/isolation/segments.ts";
import { assemble, type ModelNetwork } from "./assemble.ts";
import { answerConsequence } from "./consequence.ts";
import { answerCriticality } from "./criticality.ts";
import { customerSums, placeOf } from "./customer-sums.ts";
import { readNetworkFile } from "./file.ts";
import { answerCordon } from "./first-cordon.ts";
import { Marks } from "./marks.ts";
import { answerMethane } from "./methane.ts";
import { answerNear, type NearAsk } from "./near.ts";
import { planIsolation } from "./plan.ts";
import type { NetworkRows } from "./rows.ts";
import { answerScenario } from "./scenario.ts";
import { recordedInput, type SolvedNetwork, solveDistricts } from "./solve-districts.ts";
import { solveAssumptions, solveReport } from "./solve-report.ts";
import { answerWinter } from "./winter.ts";

export interface PlanAsk {
  readonly kind: "isolate";
  readonly pick: ModelPick;
  /** Valves that do not close, by node, in the order they were reported. */
  readonly stuck: readonly string[];
  /** Lines drawn across pipes: nothing passes there. */
  readonly lines?: readonly (readonly LngLat[])[];
  /** Valves that could be closed instead are told by number, or by how soon they are closed; by number when left out. */
  readonly least?: LeastBy;
  /** Plans that stand now, to be looked through for conflicts. */
  readonly others?: readonly OpenPlan[];
}

/** What is asked of an area's network. */
export type ModelAsk =
  | PlanAsk
  | { readonly kind: "trace"; readonly pick: ModelPick; readonly way: TraceAnswer["way"] }
  | { readonly kind: "profile"; readonly from: ModelPick; readonly to: ModelPick }
  | NearAsk
  | { readonly kind: "scenario"; readonly changes: readonly ScenarioChange[] }
  | { readonly kind: "consequence"; readonly pick: ModelPick; readonly wish: ReleaseWish }
  /** The cordon of a plan or, with a wish, of a release: told before either is worked out. */
  | { readonly kind: "cordon"; readonly pick: ModelPick; readonly wish: ReleaseWish | null }
  | { readonly kind: "methane"; readonly readings: readonly GasReading[] }
  | { readonly kind: "winter"; readonly wish: WinterWish }
  | { readonly kind: "criticality" };

export interface Answered {
  readonly answer: ModelAnswer;
  readonly marks: ModelMarks;
}

/** Where something stands in a list, looked for when asked: an index would take more room in a worker than the records, and save a millisecond. */
interface Places<K> {
  readonly get: (key: K) => number | undefined;
}

function placesIn<K>(list: { readonly indexOf: (key: K) => number }): Places<K> {
  return {
    get: (key) => {
      const at = list.indexOf(key);
      return at === -1 ? undefined : at;
    },
  };
}

/** One area's network with what is worked out once: the graph, its segments, today's pressures. */
export class Desk {
  readonly net: ModelNetwork;
  readonly pipeOfSeq: Places<number>;
  readonly nodeOfId: Places<string>;
  readonly pipeOfId: Places<string>;
  #index: SegmentIndex | null = null;
  #today: SolvedNetwork | null = null;
  #report: SolveReport | null = null;

  constructor(rows: NetworkRows) {
    this.net = assemble(rows);
    this.pipeOfSeq = placesIn(rows.pipes.seq);
    this.nodeOfId = placesIn(rows.nodes.ids);
    this.pipeOfId = placesIn(rows.pipes.ids);
  }

  get index(): SegmentIndex {
    this.#index ??= indexSegments(this.net.graph);
    return this.#index;
  }

  get today(): SolvedNetwork {
    this.#today ??= solveDistricts(this.net, recordedInput(this.net));
    return this.#today;
  }

  /** What today's pressures are worth. */
  get report(): SolveReport {
    this.#report ??= solveReport(this.net, this.today);
    return this.#report;
  }

  /** Throws when a pipe of the question is not of this network. */
  answer(ask: ModelAsk, now: () => number): Answered {
    const begin = now();
    const found = this.#answer(ask);
    return { ...found, answer: { ...found.answer, ms: now() - begin } };
  }

  #answer(ask: ModelAsk): Answered {
    if (ask.kind === "isolate") return planIsolation(this, ask, this.pipeAt(ask.pick));
    if (ask.kind === "trace") return this.#trace(this.pipeAt(ask.pick), ask.way);
    if (ask.kind === "profile") return this.#profile(this.pipeAt(ask.from), this.pipeAt(ask.to));
    if (ask.kind === "near") return answerNear(this, ask);
    if (ask.kind === "consequence") return answerConsequence(this, ask.pick, this.pipeAt(ask.pick), ask.wish);
    if (ask.kind === "cordon") return answerCordon(this, ask.pick, this.pipeAt(ask.pick), ask.wish);
    if (ask.kind === "methane") return answerMethane(this, ask.readings);
    if (ask.kind === "winter") return answerWinter(this, ask.wish);
    if (ask.kind === "criticality") return answerCriticality(this.net);
    return answerScenario(this, ask.changes);
  }

  pipeAt({ seq }: ModelPick): number {
    const e = this.pipeOfSeq.get(seq);
    if (e === undefined) throw new Error(`pipe ${seq} is not in the network of ${this.net.rows.area}`);
    return e;
  }

  #trace(pipe: number, way: TraceAnswer["way"]): Answered {
    const { net } = this;
    const { graph, rows } = net;
    const isDirected = way === "upstream" || way === "downstream";
    const starts = startsOf(graph, pipe, way, isDirected ? this.today.flowM3h : undefined);
    // A valve's flow cannot be told: where one stands, steps from the sources decide.
    const found = trace(graph, starts, way);
    const { sums, total } = customerSums(net, found.nodes);
    const answer: TraceAnswer = {
      kind: "trace",
      version: rows.version,
      area: rows.area,
      way,
      pipes: found.edges.filter((e) => e < net.pipes).length,
      lengthM: found.lengthM,
      customers: sums,
      total,
      sources: Array.from(found.sources, (n) => {
        const record = net.recordOf[n] as number;
        return {
          name: rows.nodes.names[record] || (rows.nodes.ids[record] as string),
          lngLat: placeOf(rows.nodes.lngLat, record),
        };
      }),
      solve: isDirected ? this.report : null,
      assumptions: [
        "records",
        "borders_feed",
        "valve_states_recorded",
        ...(isDirected ? ["steps_stand_for_flow" as const, ...solveAssumptions(net, this.today)] : []),
      ],
      ms: 0,
    };
    return { answer, marks: new Marks(net).edges(found.edges, "way").edges([pipe], "added").result() };
  }

  #profile(from: number, to: number): Answered {
    const { net, today } = this;
    const { graph, rows } = net;
    const path = shortestPath(graph, graph.from[from] as number, graph.to[to] as number);
    const told = (value: number): number | null => (Number.isNaN(value) ? null : Math.round(value * 1000) / 1000);
    const answer: ProfileAnswer = {
      kind: "profile",
      version: rows.version,
      area: rows.area,
      way: path && {
        lengthM: path.atM.at(-1) ?? 0,
        atM: [...path.atM],
        // Of a district without a solution no pressure is told.
        kPa: Array.from(path.nodes, (n) =>
          today.failed[today.districts.of[n] as number] ? null : told(today.kPa[n] as number),
        ),
        elevationM: Array.from(path.nodes, (n) => told(rows.nodes.elevationM[net.recordOf[n] as number] as number)),
      },
      solve: this.report,
      assumptions: [
        "records",
        "borders_feed",
        "busy_hour",
        "steady_state",
        "regulators_hold",
        "length_of_records",
        ...(net.heights.known === "told" ? [] : ["heights_unknown" as const]),
        ...solveAssumptions(net, today),
      ],
      ms: 0,
    };
    const edges = path ? [...path.edges] : [];
    return { answer, marks: new Marks(net).edges(edges, "way").edges([from, to], "added").result() };
  }

  levelOf(pipe: number): string {
    return PRESSURE_LEVELS[this.net.rows.pipes.level[pipe] as number] ?? "unknown";
  }
}

/** Upstream goes from the end gas comes from, downstream from the other; all else, and without a flow, from both. */
function startsOf(
  graph: ModelNetwork["graph"],
  pipe: number,
  way: TraceAnswer["way"],
  flow: ArrayLike<number> | undefined,
): number[] {
  const ends = [graph.from[pipe] as number, graph.to[pipe] as number];
  const m3h = flow?.[pipe] ?? 0;
  if (m3h === 0) return ends;
  return m3h > 0 === (way === "upstream") ? ends.slice(0, 1) : ends.slice(1);
}

/** Opens a file of the server (contract/model-network.ts). */
export const openDesk = (file: ArrayBuffer): Desk => new Desk(readNetworkFile(file));
