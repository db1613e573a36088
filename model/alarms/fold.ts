import type { FoldReason } from "#contract/alarm-words.ts";
import { type Foldable, type Incident, keyOf } from "./incident.ts";
import { type Cause, causeOf, type Topology } from "./topology.ts";

export interface Folded {
  readonly incident: Incident;
  /** Alarms that left another incident for this one. */
  readonly moved: readonly string[];
}

/** Alarms of one cause come within this of each other: the slowest pressure sensor reports every ten minutes. */
export const FOLD_MS = 20 * 60_000;
/** An incident takes in alarms of its cause for this long after the last. */
const JOIN_MS = 60 * 60_000;
const GAS_MS = 2 * 60 * 60_000;
/** So much of what a cause feeds must have rung for the cause to explain it. */
const SHARE = 0.3;
const SILENT_SHARE = 0.7;
const SILENT_MARGIN_MS = 120_000;
/** Who was heard so many of the slower one's samplings after the other fell silent speaks on; nobody has to wait for the margin to know. */
const SPEAKS_STEPS = 1.5;
/** ISA-18.2: more in ten minutes than a person can read. */
const FLOOD_MS = 600_000;
const FLOOD_BEGINS = 10;
const FLOOD_ENDS = 5;

const IS_WELL_GAS = new Set(["methane", "ethane"]);
const IS_FLOW = new Set(["pressure", "flow"]);

/** When a tag was last heard, ms by the server's clock. */
export type HeardAt = (tagId: string) => number;

/** Folds alarms into incidents as they ring: by what feeds them, by the line they report over, by neighbouring wells, else alone. */
export class Folder {
  readonly #topology: Topology;
  readonly #heardAt: HeardAt;
  readonly #incidents = new Map<string, Incident>();
  readonly #of = new Map<string, Incident>();
  readonly #alarms = new Map<string, Foldable>();
  /** Alarms that count for a cause, by cause and side, oldest first. */
  readonly #under = new Map<string, Foldable[]>();
  readonly #byCause = new Map<string, Incident>();
  readonly #singles = new Map<string, Foldable[]>();
  readonly #floods = new Set<string>();
  readonly #silent = new Map<string, Foldable>();
  readonly #gas = new Set<Foldable>();

  constructor(topology: Topology, heardAt: HeardAt) {
    this.#topology = topology;
    this.#heardAt = heardAt;
  }

  incidentOf(alarmId: string): Incident | undefined {
    return this.#of.get(alarmId);
  }

  /** Takes back what was folded before a start. */
  restore(alarm: Foldable, incident: Omit<Incident, "alarms">): void {
    const known = this.#incidents.get(incident.id) ?? { ...incident, alarms: new Set<string>() };
    this.#incidents.set(known.id, known);
    this.#alarms.set(alarm.id, alarm);
    this.#put(known, alarm.id);
    if (known.cause !== null) this.#byCause.set(keyOf(known.cause, known), known);
    for (const cause of this.#causes(alarm)) this.#note(cause, alarm);
  }

  /** An alarm is over: it explains nothing any more once its time has passed. */
  forget(alarmId: string): void {
    const incident = this.#of.get(alarmId);
    this.#of.delete(alarmId);
    this.#alarms.delete(alarmId);
    if (incident === undefined || !incident.alarms.delete(alarmId) || incident.alarms.size > 0) return;
    this.#incidents.delete(incident.id);
    if (incident.cause === null) return;
    const key = keyOf(incident.cause, incident);
    if (this.#byCause.get(key) === incident) this.#byCause.delete(key);
  }

  /** Finds the incident of an alarm that rings. `newId` names one that has to be made. */
  fold(alarm: Foldable, newId: string): Folded {
    this.#alarms.set(alarm.id, alarm);
    const causes = this.#causes(alarm);
    for (const cause of causes) this.#note(cause, alarm);
    if (!alarm.isNoData) this.#under.set(`at ${keyOf(causeOf("station", alarm.tag.stationId), alarm)}`, [alarm]);
    const explained = alarm.isNoData ? this.#explainSilence(alarm) : this.#explain(alarm, causes);
    if (explained !== null) return this.#gather(alarm, explained.cause, explained.reason, explained.others, newId);
    const joined = this.#running(alarm, causes) ?? (IS_WELL_GAS.has(alarm.tag.kind) ? this.#wellsOf(alarm) : null);
    if (joined !== null) return { incident: this.#join(joined, alarm), moved: [] };
    const neighbours = IS_WELL_GAS.has(alarm.tag.kind) ? this.#gasNear(alarm) : [];
    if (neighbours.length > 0) {
      return this.#gather(
        alarm,
        causeOf("station", (neighbours[0] as Foldable).tag.stationId),
        "neighbours",
        neighbours,
        newId,
      );
    }
    return this.#flood(alarm, newId) ?? { incident: this.#open(alarm, newId, "single", null), moved: [] };
  }

  #causes(alarm: Foldable): readonly Cause[] {
    if (alarm.isNoData) return [];
    return this.#topology.chainOf(alarm.tag.id);
  }

  #note(cause: Cause, alarm: Foldable): void {
    const key = keyOf(cause, alarm);
    const list = this.#under.get(key) ?? [];
    const isOld = (one: Foldable) => alarm.raisedAt - one.raisedAt > FOLD_MS;
    // Oldest first: what has to go stands in front.
    const young = list.findIndex((one) => !isOld(one));
    if (young !== 0) list.splice(0, young === -1 ? list.length : young);
    list.push(alarm);
    this.#under.set(key, list);
  }

  /** The cause farthest up that explains what rang lately beneath it. */
  #explain(alarm: Foldable, causes: readonly Cause[]): Explained | null {
    for (const [i, cause] of [...causes.entries()].reverse()) {
      const list = this.#under.get(keyOf(cause, alarm)) ?? [];
      if (list.length < 2) continue;
      const reason = cause.kind === "district" ? "district" : "upstream";
      // It explained the one before; whatever is higher up has just been found not to.
      if (this.#isRunning(cause, alarm, reason) && IS_FLOW.has(alarm.tag.kind)) return { cause, reason, others: [] };
      // At one station whatever rings together belongs together.
      if (i === 0) return this.#together(cause, alarm, list);
      if (this.#explains(cause, alarm, list)) return { cause, reason, others: list.filter((a) => a.id !== alarm.id) };
    }
    return null;
  }

  #together(cause: Cause, alarm: Foldable, list: readonly Foldable[]): Explained | null {
    const others = list.filter((a) => a.id !== alarm.id && a.tag.stationId === alarm.tag.stationId);
    return others.length === 0 ? null : { cause, reason: "upstream", others };
  }

  #isRunning(cause: Cause, alarm: Foldable, reason: FoldReason): boolean {
    const known = this.#byCause.get(keyOf(cause, alarm));
    return known?.reason === reason && known.alarms.size > 1 && alarm.raisedAt - known.lastAt <= FOLD_MS;
  }

  /** Enough of what a cause feeds rang, at two stations or more; or it rang at the cause itself and at another place. */
  #explains(cause: Cause, alarm: Foldable, list: readonly Foldable[]): boolean {
    const fed = this.#topology.fedBy(cause);
    const own = cause.kind === "station" ? this.#under.get(`at ${keyOf(cause, alarm)}`) : undefined;
    const isAtCause = own !== undefined && alarm.raisedAt - (own.at(-1)?.raisedAt ?? 0) <= FOLD_MS;
    // Cheap, and nearly always enough: of a whole province's trunk line few ever ring at once.
    if (!isAtCause && list.length < SHARE * fed) return false;
    const flows = list.filter((a) => IS_FLOW.has(a.tag.kind));
    const stations = new Set(flows.map((a) => a.tag.stationId));
    const tags = new Set(flows.map((a) => a.tag.id));
    return stations.size >= 2 && (tags.size / fed >= SHARE || (isAtCause && stations.has(cause.id)));
  }

  /** Whether most of what reports over the same line fell silent in the same while; the widest such line. */
  #explainSilence(alarm: Foldable): Explained | null {
    const { tag, heardAt } = alarm;
    for (const cause of this.#topology.linesOf(tag)) {
      let silent = 0;
      let speaking = 0;
      const stations = new Set<string>();
      for (const other of this.#topology.members(cause)) {
        const heard = this.#heardAt(other.id);
        const slack = 1000 * Math.max(tag.samplingS, other.samplingS) + SILENT_MARGIN_MS;
        const isFresh = alarm.raisedAt - heard <= 1000 * other.staleAfterS;
        const step = SPEAKS_STEPS * 1000 * Math.max(tag.samplingS, other.samplingS);
        if (heard > heardAt + (isFresh ? Math.min(step, slack) : slack)) speaking += 1;
        else if (Math.abs(heard - heardAt) <= slack && !isFresh) {
          silent += 1;
          stations.add(other.stationId);
        }
      }
      const isWide = cause.kind === "station" ? silent >= 2 : stations.size >= 2;
      if (!isWide || silent / (silent + speaking) < SILENT_SHARE) continue;
      const others = this.#topology.members(cause).flatMap((other) => this.#silentAlarms(other.id, alarm));
      return { cause, reason: cause.kind === "enterprise" ? "enterprise" : "communication", others };
    }
    return null;
  }

  #silentAlarms(tagId: string, alarm: Foldable): Foldable[] {
    const found = this.#silent.get(tagId);
    if (found === undefined || found.id === alarm.id || !this.#alarms.has(found.id)) return [];
    const slack = 1000 * Math.max(found.tag.samplingS, alarm.tag.samplingS) + SILENT_MARGIN_MS;
    return Math.abs(found.heardAt - alarm.heardAt) <= slack ? [found] : [];
  }

  /** An incident already under way whose cause feeds the alarm. */
  #running(alarm: Foldable, causes: readonly Cause[]): Incident | null {
    for (const cause of [...causes].reverse()) {
      const found = this.#byCause.get(keyOf(cause, alarm));
      const isFlow = IS_FLOW.has(alarm.tag.kind) || cause.id === alarm.tag.stationId;
      if (found !== undefined && isFlow && alarm.raisedAt - found.lastAt <= JOIN_MS) return found;
    }
    return null;
  }

  #gasNear(alarm: Foldable): Foldable[] {
    const near = new Set(this.#topology.wellsNear(alarm.tag.id));
    return [...this.#gas].filter(
      (a) => near.has(a.tag.id) && this.#alarms.has(a.id) && alarm.raisedAt - a.raisedAt <= GAS_MS,
    );
  }

  #wellsOf(alarm: Foldable): Incident | null {
    const incidents = this.#gasNear(alarm).map((a) => this.#of.get(a.id));
    return incidents.find((incident) => incident?.reason === "neighbours") ?? null;
  }

  /** Unexplained alarms of a city, more than a person can read: one incident until they become few. */
  #flood(alarm: Foldable, newId: string): Folded | null {
    const place = `${alarm.tag.areaCode.slice(0, 4)}00`;
    const singles = (this.#singles.get(place) ?? []).filter((a) => alarm.raisedAt - a.raisedAt < FLOOD_MS);
    singles.push(alarm);
    this.#singles.set(place, singles);
    if (singles.length > FLOOD_BEGINS) this.#floods.add(place);
    else if (singles.length < FLOOD_ENDS) this.#floods.delete(place);
    if (!this.#floods.has(place)) return null;
    const cause = causeOf("area", place);
    const loose = singles.filter((a) => a !== alarm && this.#of.get(a.id)?.reason === "single");
    return this.#gather(alarm, cause, "flood", loose, newId);
  }

  /** One incident of `cause` with all of `others` in it. */
  #gather(alarm: Foldable, cause: Cause, reason: FoldReason, others: readonly Foldable[], newId: string): Folded {
    const key = reason === "flood" ? cause.key : keyOf(cause, alarm);
    const known = this.#byCause.get(key);
    const isKnown =
      known !== undefined &&
      known.reason === reason &&
      (reason === "flood" || alarm.raisedAt - known.lastAt <= JOIN_MS);
    const first = others.reduce((a, b) => (b.raisedAt < a.raisedAt ? b : a), alarm);
    const target = isKnown ? known : this.#target(alarm, first, newId, reason, cause);
    target.reason = reason;
    target.cause = cause;
    this.#byCause.set(key, target);
    const moved = others.map(({ id }) => id).filter((id) => this.#alarms.has(id) && this.#of.get(id) !== target);
    for (const id of moved) this.#move(id, target);
    return { incident: this.#join(target, alarm), moved };
  }

  /** The incident of the first to ring goes on as the wider one; without it a new one begins. */
  #target(alarm: Foldable, first: Foldable, newId: string, reason: FoldReason, cause: Cause): Incident {
    const known = first === alarm ? undefined : this.#of.get(first.id);
    const isOwn = known !== undefined && known.isNoData === alarm.isNoData && known.reason !== "flood";
    return isOwn ? known : this.#open(alarm, newId, reason, cause);
  }

  #open(alarm: Foldable, id: string, reason: FoldReason, cause: Cause | null): Incident {
    const { raisedAt, side, isNoData } = alarm;
    const made: Incident = {
      id,
      reason,
      cause,
      openedAt: raisedAt,
      lastAt: raisedAt,
      firstOut: alarm.id,
      alarms: new Set(),
      side,
      isNoData,
    };
    this.#incidents.set(id, made);
    this.#join(made, alarm);
    return made;
  }

  #move(alarmId: string, target: Incident): void {
    const alarm = this.#alarms.get(alarmId);
    this.forget(alarmId);
    if (alarm === undefined) return;
    this.#alarms.set(alarmId, alarm);
    this.#put(target, alarmId);
  }

  #join(incident: Incident, alarm: Foldable): Incident {
    incident.lastAt = Math.max(incident.lastAt, alarm.raisedAt);
    this.#put(incident, alarm.id);
    if (alarm.isNoData) this.#silent.set(alarm.tag.id, alarm);
    if (IS_WELL_GAS.has(alarm.tag.kind) && !alarm.isNoData) {
      for (const old of this.#gas) if (alarm.raisedAt - old.raisedAt > GAS_MS) this.#gas.delete(old);
      this.#gas.add(alarm);
    }
    return incident;
  }

  #put(incident: Incident, alarmId: string): void {
    incident.alarms.add(alarmId);
    this.#of.set(alarmId, incident);
  }
}

interface Explained {
  readonly cause: Cause;
  readonly reason: FoldReason;
  readonly others: readonly Foldable[];
}
