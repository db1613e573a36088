import type { AlarmEventKind, AlarmState } from "#contract/alarm-words.ts";
import type { ServiceWindow } from "./engine-input.ts";
import { Folder, type HeardAt } from "./fold.ts";
import type { Foldable, Incident } from "./incident.ts";
import { holdOf, isWorse, type Life } from "./life.ts";
import type { Actor, AlarmRecord, HoldRecord, IncidentRecord, Transition } from "./record.ts";
import type { Source } from "./source.ts";
import { causeOf, type Topology } from "./topology.ts";

/** Says who did what beside a record's own fields. */
interface Extra {
  readonly taskId?: string;
  /** The occurrence is there already: only its beginning has to be written. */
  readonly isKept?: true;
}

const PERSONAL: ReadonlySet<AlarmEventKind> = new Set([
  "acknowledged",
  "shelved",
  "unshelved",
  "leak_confirmed",
  "dispatched",
]);

/** Holds that come and go with a station, whether or not anything rings there. */
const OF_THE_SOURCE: ReadonlySet<AlarmEventKind> = new Set([
  "suppressed",
  "unsuppressed",
  "out_of_service",
  "in_service",
]);

/** Writes down what happens to alarms: gives out numbers, keeps the record of each, folds what is raised. */
export class Book {
  readonly #folder: Folder;
  readonly #topology: Topology;
  readonly #heardAt: HeardAt;
  readonly #sourceOf = new Map<string, Source>();
  #entries: Transition[] = [];
  #seq: number;

  constructor(topology: Topology, nextSeq: number, heardAt: HeardAt) {
    this.#topology = topology;
    this.#heardAt = heardAt;
    this.#folder = new Folder(topology, heardAt);
    this.#seq = nextSeq;
  }

  get nextSeq(): number {
    return this.#seq;
  }

  take(): Transition[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  restore(source: Source, alarm: AlarmRecord, incident: IncidentRecord): void {
    if (alarm.state === "normal") return;
    this.#sourceOf.set(alarm.id, source);
    const { causeKind, causeId, ...rest } = incident;
    const cause = causeKind === null || causeId === null ? null : causeOf(causeKind, causeId);
    this.#folder.restore(this.#foldable(source, alarm.id, alarm.raisedAt), { ...rest, cause });
  }

  /** An occurrence whose rule or tag is gone: its condition is void, and it is over. */
  closeOrphan(alarm: AlarmRecord, incident: IncidentRecord, now: number): void {
    if (alarm.state === "normal") return;
    const kind = "cleared" as const;
    const seq = this.#seq++;
    const closed: AlarmRecord = { ...alarm, seq, state: "normal", clearedAt: alarm.clearedAt ?? now, hold: null };
    const comment = "no rule watches it any more";
    this.#entries.push({ seq, at: now, kind, alarm: closed, incident, value: null, valueAt: null, by: null, comment });
  }

  /** The worst value of an open occurrence. Kept with its next entry. */
  noteValue(source: Source, v: number): void {
    const { record } = source;
    if (record === null || !source.life.isActive || record.peak === null) return;
    const isWorseValue = record.side === "low" ? v < record.peak : v > record.peak;
    if (isWorseValue) source.record = { ...record, peak: v };
  }

  /** The reasoning about gas may change while the level stays. */
  noteVerdict(source: Source): void {
    const gas = source.raw.gas ?? null;
    if (source.record !== null && source.life.isActive && gas !== null && source.record.gas !== gas) {
      source.record = { ...source.record, gas };
    }
  }

  /** One entry for each event. Events of a source that never rang are of no alarm and not written. */
  write(
    source: Source,
    events: readonly AlarmEventKind[],
    now: number,
    actor: Actor | null,
    window: ServiceWindow | undefined,
    { isKept, ...extra }: Extra = {},
  ): void {
    for (const kind of this.#withShelf(source, events)) {
      if (kind === "raised" && !isKept) this.#succeed(source, now);
      const { record } = source;
      if (record === null || (record.state === "normal" && OF_THE_SOURCE.has(kind))) continue;
      this.#enter(source, kind, now, actor, { ...this.#after(record, source, kind, now, actor, window), ...extra });
    }
    const { record } = source;
    if (record !== null && source.life.state === "normal") {
      this.#folder.forget(record.id);
      this.#sourceOf.delete(record.id);
    }
  }

  /** An occurrence that begins while its source is shelved says so. */
  #withShelf({ life }: Source, events: readonly AlarmEventKind[]): readonly AlarmEventKind[] {
    if (life.shelf === null || events.includes("shelved")) return events;
    return events.flatMap((kind) => (kind === "raised" ? [kind, "shelved" as const] : [kind]));
  }

  /** The shelf that an occurrence before it left goes over to the new one. */
  #succeed(source: Source, now: number): void {
    const { record } = source;
    if (record !== null && record.hold !== null) this.#enter(source, "unshelved", now, null, { ...record, hold: null });
    this.#raise(source, now);
  }

  #raise(source: Source, now: number): void {
    const { tag, rule, last, delay, life } = source;
    const seq = this.#seq;
    const id = `A${seq}`;
    this.#sourceOf.set(id, source);
    const { incident, moved } = this.#folder.fold(this.#foldable(source, id, now), `I${seq}`);
    const isSilence = rule.condition.kind === "no_data";
    const value = isSilence ? null : (last?.v ?? null);
    source.record = {
      id,
      seq,
      tagId: tag.id,
      areaCode: tag.areaCode,
      enterpriseId: tag.enterpriseId,
      ruleId: rule.id,
      ruleVersion: rule.version,
      condition: rule.condition.kind,
      state: life.state,
      level: life.level,
      peakLevel: life.level,
      side: delay.settled.side,
      limit: delay.settled.limit,
      value,
      peak: value,
      valueAt: last?.t ?? null,
      raisedAt: now,
      clearedAt: null,
      ackedAt: null,
      ackedBy: null,
      ackComment: null,
      rings: 1,
      isChattering: life.isChattering,
      isLeak: life.isLeak,
      gas: source.raw.gas ?? null,
      hold: null,
      incidentId: incident.id,
      isFirstOut: incident.firstOut === id,
      escalatedTo: null,
      taskId: null,
    };
    this.#movedAfter.push(...moved.map((alarmId) => ({ alarmId, incident })));
  }
  readonly #movedAfter: { alarmId: string; incident: Incident }[] = [];

  #enter(source: Source, kind: AlarmEventKind, now: number, actor: Actor | null, after: AlarmRecord): void {
    const seq = this.#seq++;
    const alarm = { ...after, seq };
    source.record = alarm;
    const incident = this.#folder.incidentOf(alarm.id);
    const isByPerson = actor !== null && PERSONAL.has(kind);
    this.#entries.push({
      seq,
      at: now,
      kind,
      alarm,
      incident: incident === undefined ? null : recordOf(incident),
      value: source.last?.v ?? null,
      valueAt: source.last?.t ?? null,
      by: isByPerson ? actor.name : null,
      comment: isByPerson ? actor.comment : null,
    });
    for (const moved of this.#movedAfter.splice(0)) this.#refold(moved.alarmId, moved.incident, now);
  }

  /** An alarm that was folded under another incident. */
  #refold(alarmId: string, incident: Incident, now: number): void {
    const source = this.#sourceOf.get(alarmId);
    if (source?.record?.id !== alarmId) return;
    const isFirstOut = incident.firstOut === alarmId;
    this.#enter(source, "folded", now, null, { ...source.record, incidentId: incident.id, isFirstOut });
  }

  #after(
    record: AlarmRecord,
    source: Source,
    kind: AlarmEventKind,
    now: number,
    actor: Actor | null,
    window: ServiceWindow | undefined,
  ): AlarmRecord {
    const { life, delay } = source;
    const isAck = kind === "acknowledged";
    const isBegin = kind === "raised" || kind === "rang_again" || kind === "came_again";
    return {
      ...record,
      state: STATE_AFTER[kind] ?? record.state,
      level: life.level,
      peakLevel: isWorse(life.level, record.peakLevel) ? life.level : record.peakLevel,
      side: life.isActive ? delay.settled.side : record.side,
      limit: life.isActive ? delay.settled.limit : record.limit,
      clearedAt: life.isActive ? null : (record.clearedAt ?? now),
      rings: life.rings,
      isChattering: life.isChattering,
      isLeak: life.isLeak || (record.isLeak && life.state === "normal"),
      gas: source.raw.gas ?? record.gas,
      hold: holdRecord(life, record.hold, window, source, now),
      escalatedTo: life.escalatedTo,
      ...(isAck ? { ackedAt: now, ackedBy: actor?.name ?? null, ackComment: actor?.comment ?? null } : {}),
      ...(isBegin && record.ackedAt !== null ? { ackedAt: null, ackedBy: null, ackComment: null } : {}),
    };
  }

  #foldable({ tag, rule, delay, record }: Source, id: string, raisedAt: number): Foldable {
    const isNoData = rule.condition.kind === "no_data";
    const side = delay.settled.side ?? record?.side ?? null;
    return {
      id,
      tag: this.#topology.tags.get(tag.id) ?? tag,
      isNoData,
      side,
      raisedAt,
      heardAt: this.#heardAt(tag.id),
    };
  }
}

/** The state each event leads to; the others leave it as it was. One step may be several events: each entry tells the state after itself. */
const STATE_AFTER: Readonly<Partial<Record<AlarmEventKind, AlarmState>>> = {
  raised: "unacknowledged",
  rang_again: "unacknowledged",
  came_again: "unacknowledged",
  level_up: "unacknowledged",
  acknowledged: "acknowledged",
  returned: "returned",
  cleared: "normal",
};

function holdRecord(
  life: Life,
  before: HoldRecord | null,
  window: ServiceWindow | undefined,
  { rule }: Source,
  now: number,
): HoldRecord | null {
  const kind = holdOf(life);
  // Over, it is in nobody's way; only a shelf outlasts the occurrence that it was put on.
  if (kind === null || (life.state === "normal" && kind !== "shelved")) return null;
  if (kind === "shelved" && life.shelf !== null) return { kind, ...life.shelf };
  if (before?.kind === kind) return before;
  if (kind === "out_of_service") {
    return { kind, by: window?.by ?? null, reason: window?.reason ?? "", since: now, until: window?.to ?? null };
  }
  const reason = rule.suppressWhile === null ? "" : `${rule.suppressWhile.tagKind} < ${rule.suppressWhile.below}`;
  return { kind: "suppressed", by: null, reason, since: now, until: null };
}

const recordOf = ({ cause, alarms: _, ...incident }: Incident): IncidentRecord => ({
  ...incident,
  causeKind: cause?.kind ?? null,
  causeId: cause?.id ?? null,
});
