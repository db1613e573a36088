import type { Alarm, JournalEntry } from "#contract/alarms.ts";
import type { AlarmRecord, Transition } from "#model/alarms/record.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { rings } from "./flood.ts";
import type { TagFacts } from "./load.ts";

/** What a view is made with beside the record. */
export interface Surroundings {
  facts(tagId: string): TagFacts | undefined;
  /** null while nothing has been read into memory. */
  columns(): LatestColumns | null;
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOr = (at: number | null): string | null => (at === null ? null : iso(at));

/** An occurrence whose tag is gone keeps its id for a name. */
const NOBODY = {
  name: "",
  kind: "pressure",
  unit: "",
  stationId: "-",
  stationName: "",
  lngLat: [0, 0] as [number, number],
  areaName: "",
  enterpriseName: "",
} as const;

/** An alarm as the contract shows it. */
export function alarmView(r: AlarmRecord, around: Surroundings): Alarm {
  const facts = around.facts(r.tagId);
  // A tag that now belongs to somebody else tells nothing of them to those who see the old alarm.
  const isSame = facts !== undefined && facts.areaCode === r.areaCode && facts.enterpriseId === r.enterpriseId;
  const tag = isSame ? facts : { ...NOBODY, name: r.tagId, areaName: r.areaCode, enterpriseName: r.enterpriseId };
  const columns = around.columns();
  const tagSeq = isSame ? (columns?.snapshot.tagSeq(r.tagId) ?? null) : null;
  const last =
    tagSeq === null || columns === null || columns.at[tagSeq] === 0 ? Number.NaN : (columns.value[tagSeq] as number);
  return {
    id: r.id,
    seq: r.seq,
    state: r.state,
    level: r.level,
    peakLevel: r.peakLevel,
    hold:
      r.hold === null || r.isLeak
        ? null
        : {
            kind: r.hold.kind,
            by: r.hold.by,
            reason: r.hold.reason,
            since: iso(r.hold.since),
            until: isoOr(r.hold.until),
          },
    tagId: r.tagId,
    tagName: tag.name,
    tagKind: tag.kind,
    tagSeq,
    unit: tag.unit,
    stationId: tag.stationId,
    stationName: tag.stationName,
    lngLat: [tag.lngLat[0], tag.lngLat[1]],
    areaCode: r.areaCode,
    areaName: tag.areaName,
    enterpriseId: r.enterpriseId,
    enterpriseName: tag.enterpriseName,
    ruleId: r.ruleId,
    ruleVersion: r.ruleVersion,
    condition: r.condition,
    side: r.side,
    limit: r.limit,
    value: r.value,
    peak: r.peak,
    lastValue: Number.isFinite(last) ? Number(last.toPrecision(6)) : null,
    valueAt: isoOr(r.valueAt),
    raisedAt: iso(r.raisedAt),
    clearedAt: isoOr(r.clearedAt),
    ackedAt: isoOr(r.ackedAt),
    ackedBy: r.ackedBy,
    ackComment: r.ackComment,
    rings: r.rings,
    chattering: r.isChattering,
    leakConfirmed: r.isLeak,
    gasVerdict: r.gas,
    incidentId: r.incidentId,
    isFirstOut: r.isFirstOut,
    escalatedTo: r.escalatedTo,
    taskId: r.taskId,
  };
}

export function journalView(entry: Transition): JournalEntry {
  const { seq, at, kind, alarm, value, valueAt, by, comment } = entry;
  return {
    seq,
    at: iso(at),
    kind,
    alarmId: alarm.id,
    tagId: alarm.tagId,
    areaCode: alarm.areaCode,
    enterpriseId: alarm.enterpriseId,
    state: alarm.state,
    level: alarm.level,
    heard: rings(entry),
    value,
    valueAt: isoOr(valueAt),
    by,
    comment,
  };
}
