import type { AlarmRule } from "#contract/alarm-rules.ts";
import { RuleBody } from "#contract/alarm-rules.ts";
import { signalOf, signalTagOf } from "#mocks/devices/values.ts";
import { FAULT_KINDS, type Fault, type FaultKind, faultyValue, plantFaults } from "#mocks/world/faults.ts";
import { hash32 } from "#mocks/world/rng.ts";
import type { Part, TagRow } from "#mocks/world/rows.ts";
import { AlarmEngine } from "#model/alarms/engine.ts";
import type { AlarmRecord } from "#model/alarms/record.ts";
import { rulesOf } from "#model/alarms/rules.ts";
import type { AlarmTag } from "#model/alarms/tag.ts";
import { buildTopology, type Topology } from "#model/alarms/topology.ts";
import { DEFAULT_RULES } from "./default-rules.ts";
import { plantWells } from "./wells.ts";

const STEP_MS = 10_000;
const HOUR = 3_600_000;

export interface Score {
  readonly tags: number;
  readonly faults: number;
  readonly alarms: number;
  /** Alarms that a planted fault explains. */
  readonly explained: number;
  readonly incidents: number;
  /** Of pairs that were folded together, how many share a fault; of pairs that share one, how many were folded together. */
  readonly precision: number;
  readonly recall: number;
  /** Faults that reach several sensors, and those of them whose largest incident names the planted cause. */
  readonly caused: number;
  readonly named: number;
  /** The same by kind of fault; null where it has no pair to judge by. */
  readonly kinds: readonly {
    readonly kind: FaultKind;
    readonly faults: number;
    readonly alarms: number;
    /** Of pairs of alarms of one fault, how many were folded together. */
    readonly recall: number | null;
    /** Of pairs folded together of which one is of this kind, how many share the fault. */
    readonly precision: number | null;
  }[];
}

const tagOf = (row: TagRow, part: Part): AlarmTag => {
  const station = part.stations.find(({ id }) => id === row.station_id);
  return {
    id: row.id,
    kind: row.kind,
    stationId: row.station_id,
    stationKind: station?.kind ?? null,
    areaCode: row.area_code,
    enterpriseId: row.enterprise_id,
    lngLat: station?.lngLat ?? [0, 0],
    lowAlarm: row.low_alarm,
    lowWarning: row.low_warning,
    highWarning: row.high_warning,
    highAlarm: row.high_alarm,
    deadBand: row.dead_band,
    nominal: row.nominal,
    samplingS: row.sampling_s,
    staleAfterS: row.stale_after_s,
  };
};

/** Only what the server reads too: nodes where levels meet, closed valves, and no low-pressure pipes. */
export function topologyOf(parts: readonly Part[]): Topology {
  const nodes = new Map<
    string,
    { id: string; stationId: string | null; isRegulator: boolean; isClosedValve: boolean }
  >();
  for (const node of parts.flatMap((part) => part.nodes)) {
    if (nodes.has(node.id) && node.station_id === null) continue;
    const isClosedValve = node.kind === "valve" && node.is_open === false;
    nodes.set(node.id, {
      id: node.id,
      stationId: node.station_id,
      isRegulator: node.kind === "regulator",
      isClosedValve,
    });
  }
  const pipes = parts
    .flatMap((part) => part.pipes)
    .filter((pipe) => pipe.pressure_level !== "LP" && pipe.status === "in_service")
    .map((pipe) => ({ from: pipe.from_node, to: pipe.to_node, level: pipe.pressure_level }));
  const tags = parts.flatMap((part) => part.tags.map((row) => tagOf(row, part)));
  return buildTopology(tags, { nodes: [...nodes.values()], pipes });
}

export const ruleInForce = (id: string, body: RuleBody): AlarmRule => ({
  ...body,
  id,
  version: 1,
  status: "active",
  enterpriseId: null,
  areaCode: "130000",
  createdAt: new Date(0).toISOString(),
  createdBy: null,
  activatedAt: null,
  activatedBy: null,
});

export function engineFor(topology: Topology, now: number): AlarmEngine {
  const rules = Object.entries(DEFAULT_RULES).map(([id, body]) => ({
    rule: ruleInForce(id, RuleBody.parse(body)),
    counties: null,
  }));
  return new AlarmEngine({
    topology,
    rulesOf: (tag) => rulesOf(tag, rules, () => null),
    isSensitive: () => false,
    windows: [],
    kept: [],
    nextSeq: 1,
    now,
  });
}

/** Lives three hours of the province with its own excursions, its silent and jumping sensors, and the planted faults. */
function live(parts: readonly Part[], faults: readonly Fault[], seed: number, from: number, to: number) {
  const topology = topologyOf(parts);
  const engine = engineFor(topology, from);
  const faultOf = new Map(faults.flatMap((fault) => [...fault.reaches.keys()].map((tag) => [tag, fault] as const)));
  const rows = parts.flatMap((part) => part.tags);
  const signals = rows.map((row) => signalOf(signalTagOf(row), seed));
  const next = rows.map((row) => from + (hash32(`${row.id} phase`) % (row.sampling_s * 1000)));
  const alarms = new Map<string, AlarmRecord>();
  const causes = new Map<string, string>();
  for (let now = from; now < to; now += STEP_MS) {
    rows.forEach((row, i) => {
      const t = next[i] as number;
      if (t > now) return;
      next[i] = t + row.sampling_s * 1000;
      const sample = signals[i]?.at(t) ?? null;
      const v = sample && faultyValue(row, sample.v, faultOf.get(row.id), t);
      if (sample !== null && v !== null) engine.hear({ tagId: row.id, t, v, q: sample.q }, now);
    });
    engine.tick(now);
    for (const { alarm, incident } of engine.take()) {
      alarms.set(alarm.id, alarm);
      if (incident !== null) causes.set(incident.id, incident.causeId ?? "");
    }
  }
  return { alarms: [...alarms.values()], causes, faultOf };
}

/** Which fault an alarm is of: it rang while the fault reached its tag, and is of the fault's kind. */
function truthOf(alarm: AlarmRecord, faultOf: ReadonlyMap<string, Fault>): string | null {
  const fault = faultOf.get(alarm.tagId);
  if (fault === undefined) return null;
  const isSilence = alarm.condition === "no_data";
  const isOfKind = isSilence === (fault.kind === "line" || fault.kind === "enterprise");
  const isLow = fault.kind !== "regulator" || alarm.side === "low";
  return isOfKind && isLow && alarm.raisedAt >= fault.startMs && alarm.raisedAt < fault.endMs ? fault.id : null;
}

const pairs = (n: number) => (n * (n - 1)) / 2;

const WELL_GROUPS = 6;
/** Below the lowest warning of gas, %LEL. */
const CALM_LEL = 4;

/** Whether a methane sensor of the province says nothing of its own that would ring. */
function isCalm(tag: TagRow, seed: number, from: number, to: number): boolean {
  const signal = signalOf(signalTagOf(tag), seed);
  for (let t = from; t < to; t += tag.sampling_s * 1000) {
    const sample = signal.at(t);
    if (sample === null || sample.v >= CALM_LEL) return false;
  }
  return true;
}

export function scoreFolding(province: readonly Part[], seed: number, from: number): Score {
  const to = from + 5 * HOUR;
  const window = [from + HOUR, from + 2 * HOUR] as const;
  const own = plantFaults(province, seed, { regulators: 12, lines: 5, enterprises: 1, wells: 0 }, ...window);
  const taken = new Set(own.flatMap(({ reaches }) => [...reaches.keys()]));
  const isFree = (tag: TagRow): boolean => !taken.has(tag.id) && isCalm(tag, seed, from, to);
  const { parts, faults: wells } = plantWells(province, seed, WELL_GROUPS, isFree, ...window);
  const faults = [...own, ...wells];
  const { alarms, causes, faultOf } = live(parts, faults, seed, from, to);
  const truths = alarms.map((alarm) => truthOf(alarm, faultOf) ?? `alone ${alarm.id}`);
  const count = (keys: readonly string[]) =>
    [...Map.groupBy(keys, (key) => key).values()].reduce((sum, of) => sum + pairs(of.length), 0);
  const folded = count(alarms.map(({ incidentId }) => incidentId));
  const shared = count(truths);
  const both = count(alarms.map(({ incidentId }, i) => `${incidentId} ${truths[i]}`));
  // A stranger's well has no cause but itself.
  const caused = faults.filter(({ reaches }) => reaches.size > 1);
  const named = caused.filter((fault) => {
    const own = alarms.filter((alarm) => truthOf(alarm, faultOf) === fault.id);
    const [largest] = [...Map.groupBy(own, ({ incidentId }) => incidentId)].sort(([, a], [, b]) => b.length - a.length);
    if (largest === undefined) return false;
    const [incidentId, members] = largest;
    const cause = causes.get(incidentId);

    return (
      cause === fault.causeId ||
      (fault.kind === "wells" && members.some(({ tagId }) => fault.reaches.has(tagId)) && cause !== "")
    );
  }).length;
  const kinds = FAULT_KINDS.map((kind) => {
    const of = faults.filter((fault) => fault.kind === kind);
    const own = alarms.filter((_, i) => of.some(({ id }) => id === truths[i]));
    const truthIn = count(own.map((alarm) => truthOf(alarm, faultOf) ?? alarm.id));
    const togetherIn = count(own.map((alarm) => `${alarm.incidentId} ${truthOf(alarm, faultOf)}`));
    // Pairs folded together, less those of which neither is of this kind.
    const isOwn = new Set(own);
    const others = alarms.filter((alarm) => !isOwn.has(alarm));
    const foldedIn = folded - count(others.map(({ incidentId }) => incidentId));
    return {
      ...{ kind, faults: of.length, alarms: own.length },
      recall: truthIn === 0 ? null : togetherIn / truthIn,
      precision: foldedIn === 0 ? null : togetherIn / foldedIn,
    };
  });
  return {
    kinds,
    tags: parts.reduce((sum, part) => sum + part.tags.length, 0),
    faults: faults.length,
    caused: caused.length,
    alarms: alarms.length,
    explained: truths.filter((truth) => !truth.startsWith("alone")).length,
    incidents: new Set(alarms.map(({ incidentId }) => incidentId)).size,
    precision: folded === 0 ? 1 : both / folded,
    recall: shared === 0 ? 1 : both / shared,
    named,
  };
}
