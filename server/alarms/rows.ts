import type { AlarmHold, ConditionKind, FoldReason } from "#contract/alarm-words.ts";
import type { AlarmRecord, IncidentRecord } from "#model/alarms/record.ts";
import type { CauseKind } from "#model/alarms/topology.ts";

/** Columns of `alarm` as the engine keeps them. */
export interface AlarmRow {
  readonly id: string;
  readonly seq: number;
  readonly tag_id: string;
  readonly area_code: string;
  readonly enterprise_id: string;
  readonly rule_id: string | null;
  readonly rule_version: number | null;
  readonly condition: string | null;
  readonly state: AlarmRecord["state"];
  readonly level: AlarmRecord["level"];
  readonly peak_level: AlarmRecord["level"] | null;
  readonly side: "high" | "low" | null;
  readonly limit_value: number | null;
  readonly value: number | null;
  readonly peak: number | null;
  readonly value_at: Date | null;
  readonly raised_at: Date;
  readonly cleared_at: Date | null;
  readonly acked_at: Date | null;
  readonly acked_by: string | null;
  readonly ack_comment: string | null;
  readonly rings: number;
  readonly is_chattering: boolean;
  readonly is_leak: boolean;
  readonly gas: AlarmRecord["gas"];
  readonly hold_kind: AlarmHold | null;
  readonly hold_by: string | null;
  readonly hold_reason: string | null;
  readonly hold_since: Date | null;
  readonly hold_until: Date | null;
  readonly incident_id: string | null;
  readonly is_first_out: boolean;
  readonly escalated_to: AlarmRecord["escalatedTo"];
  readonly task_id: string | null;
}

/** For `select`; `a` is the table. */
export const ALARM_COLUMNS = `a.id, a.seq, a.tag_id, a.area_code, a.enterprise_id, a.rule_id, a.rule_version, a.condition, a.state, a.level,
  a.peak_level, a.side, a.limit_value, a.value, a.peak, a.value_at, a.raised_at, a.cleared_at, a.acked_at, a.acked_by, a.ack_comment,
  a.rings, a.is_chattering, a.is_leak, a.gas, a.hold_kind, a.hold_by, a.hold_reason, a.hold_since, a.hold_until, a.incident_id,
  a.is_first_out, a.escalated_to, a.task_id`;

const ms = (at: Date | null): number | null => at?.getTime() ?? null;

/** The rule that an occurrence from a file is taken to be of: the file does not name one. */
export const FROM_FILE = "imported";

export function recordOf(row: AlarmRow): AlarmRecord {
  const { hold_kind: kind, hold_since: since } = row;
  return {
    id: row.id,
    seq: row.seq,
    tagId: row.tag_id,
    areaCode: row.area_code,
    enterpriseId: row.enterprise_id,
    ruleId: row.rule_id ?? FROM_FILE,
    ruleVersion: row.rule_version ?? 1,
    condition: (row.condition ?? "limits") as ConditionKind,
    state: row.state,
    level: row.level,
    peakLevel: row.peak_level ?? row.level,
    side: row.side,
    limit: row.limit_value,
    value: row.value,
    peak: row.peak ?? row.value,
    valueAt: ms(row.value_at),
    raisedAt: row.raised_at.getTime(),
    clearedAt: ms(row.cleared_at),
    ackedAt: ms(row.acked_at),
    ackedBy: row.acked_by,
    ackComment: row.ack_comment,
    rings: row.rings,
    isChattering: row.is_chattering,
    isLeak: row.is_leak,
    gas: row.gas,
    hold:
      kind === null || since === null
        ? null
        : { kind, by: row.hold_by, reason: row.hold_reason ?? "", since: since.getTime(), until: ms(row.hold_until) },
    incidentId: row.incident_id ?? `I-${row.id}`,
    isFirstOut: row.is_first_out,
    escalatedTo: row.escalated_to,
    taskId: row.task_id,
  };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** One object of the JSON that `saveAlarms` reads. */
export const jsonOf = (r: AlarmRecord) => ({
  id: r.id,
  seq: r.seq,
  tag_id: r.tagId,
  area_code: r.areaCode,
  enterprise_id: r.enterpriseId,
  rule_id: r.ruleId,
  rule_version: r.ruleVersion,
  condition: r.condition,
  state: r.state,
  level: r.level,
  peak_level: r.peakLevel,
  side: r.side,
  limit_value: r.limit,
  value: r.value,
  peak: r.peak,
  value_at: iso(r.valueAt),
  raised_at: iso(r.raisedAt),
  cleared_at: iso(r.clearedAt),
  acked_at: iso(r.ackedAt),
  acked_by: r.ackedBy,
  ack_comment: r.ackComment,
  rings: r.rings,
  is_chattering: r.isChattering,
  is_leak: r.isLeak,
  gas: r.gas,
  hold_kind: r.hold?.kind ?? null,
  hold_by: r.hold?.by ?? null,
  hold_reason: r.hold?.reason ?? null,
  hold_since: iso(r.hold?.since ?? null),
  hold_until: iso(r.hold?.until ?? null),
  incident_id: r.incidentId,
  is_first_out: r.isFirstOut,
  escalated_to: r.escalatedTo,
  task_id: r.taskId,
});

export interface IncidentRow {
  readonly id: string;
  readonly reason: FoldReason;
  readonly cause_kind: CauseKind | null;
  readonly cause_id: string | null;
  readonly opened_at: Date;
  readonly last_at: Date;
  readonly first_out: string;
  readonly side: "high" | "low" | null;
  readonly is_no_data: boolean;
}

export const incidentOf = (row: IncidentRow): IncidentRecord => ({
  id: row.id,
  reason: row.reason,
  causeKind: row.cause_kind,
  causeId: row.cause_id,
  openedAt: row.opened_at.getTime(),
  lastAt: row.last_at.getTime(),
  firstOut: row.first_out,
  side: row.side,
  isNoData: row.is_no_data,
});
