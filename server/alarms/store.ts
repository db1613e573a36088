import type { AlarmRecord, IncidentRecord, Transition } from "#model/alarms/record.ts";
import type { Tx } from "#server/db/db.ts";
import { rings } from "./flood.ts";
import { jsonOf } from "./rows.ts";

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Types of the columns of `alarm` in the order of `jsonOf`. */
const ALARM_TYPES: Readonly<Record<keyof ReturnType<typeof jsonOf>, string>> = {
  id: "text",
  seq: "bigint",
  tag_id: "text",
  area_code: "text",
  enterprise_id: "text",
  rule_id: "text",
  rule_version: "integer",
  condition: "text",
  state: "text",
  level: "text",
  peak_level: "text",
  side: "text",
  limit_value: "float8",
  value: "float8",
  peak: "float8",
  value_at: "timestamptz",
  raised_at: "timestamptz",
  cleared_at: "timestamptz",
  acked_at: "timestamptz",
  acked_by: "text",
  ack_comment: "text",
  rings: "integer",
  is_chattering: "boolean",
  is_leak: "boolean",
  gas: "text",
  hold_kind: "text",
  hold_by: "text",
  hold_reason: "text",
  hold_since: "timestamptz",
  hold_until: "timestamptz",
  incident_id: "text",
  is_first_out: "boolean",
  escalated_to: "text",
  task_id: "text",
};
const NAMES = Object.keys(ALARM_TYPES);
const TYPED = Object.entries(ALARM_TYPES).map(([name, type]) => `${name} ${type}`);
const CHANGED = NAMES.filter((name) => name !== "id").map((name) => `${name} = excluded.${name}`);

/** By id, because the rows are locked in that order whoever writes. */
const SAVE_ALARMS = `insert into alarm (${NAMES.join(", ")})
  select * from jsonb_to_recordset($1::jsonb) as r (${TYPED.join(", ")}) order by id
  on conflict (id) do update set ${CHANGED.join(", ")}`;

const SAVE_INCIDENTS = `insert into alarm_incident (id, reason, cause_kind, cause_id, opened_at, last_at, first_out, side, is_no_data)
  select * from jsonb_to_recordset($1::jsonb) as r (id text, reason text, cause_kind text, cause_id text, opened_at timestamptz,
         last_at timestamptz, first_out text, side text, is_no_data boolean) order by id
  on conflict (id) do update set reason = excluded.reason, cause_kind = excluded.cause_kind, cause_id = excluded.cause_id,
         last_at = excluded.last_at`;

const SAVE_EVENTS = `insert into alarm_event (seq, at, kind, alarm_id, tag_id, area_code, enterprise_id, state, level, value, value_at, by_name, comment, is_heard, incident_id)
  select * from jsonb_to_recordset($1::jsonb) as r (seq bigint, at timestamptz, kind text, alarm_id text, tag_id text, area_code text,
         enterprise_id text, state text, level text, value float8, value_at timestamptz, by_name text, comment text, is_heard boolean, incident_id text) order by seq`;

const eventJson = (entry: Transition) => ({
  seq: entry.seq,
  at: iso(entry.at),
  kind: entry.kind,
  alarm_id: entry.alarm.id,
  tag_id: entry.alarm.tagId,
  area_code: entry.alarm.areaCode,
  enterprise_id: entry.alarm.enterpriseId,
  state: entry.alarm.state,
  level: entry.alarm.level,
  value: entry.value,
  value_at: iso(entry.valueAt),
  by_name: entry.by,
  comment: entry.comment,
  is_heard: rings(entry),
  incident_id: entry.alarm.incidentId,
});

const incidentJson = (i: IncidentRecord) => ({
  id: i.id,
  reason: i.reason,
  cause_kind: i.causeKind,
  cause_id: i.causeId,
  opened_at: iso(i.openedAt),
  last_at: iso(i.lastAt),
  first_out: i.firstOut,
  side: i.side,
  is_no_data: i.isNoData,
});

/**
 * Writes down what happened, in the caller's transaction: every entry of the journal, each alarm as it stands after its last one, and the
 * incidents. A number that is there already is an error, so that two engines at one database cannot both go on.
 */
export async function saveTransitions(tx: Tx, transitions: readonly Transition[]): Promise<void> {
  if (transitions.length === 0) return;
  const alarms = new Map<string, AlarmRecord>();
  const incidents = new Map<string, IncidentRecord>();
  for (const { alarm, incident } of transitions) {
    alarms.set(alarm.id, alarm);
    if (incident !== null) incidents.set(incident.id, incident);
  }
  await tx.query(SAVE_EVENTS, [JSON.stringify(transitions.map(eventJson))]);
  await tx.query(SAVE_INCIDENTS, [JSON.stringify([...incidents.values()].map(incidentJson))]);
  await tx.query(SAVE_ALARMS, [JSON.stringify([...alarms.values()].map(jsonOf))]);
}

/** Up to when all is judged and written down, ms; null = no engine ever said so. */
export async function readCheckpoint(tx: Tx): Promise<number | null> {
  const [row] = await tx.query<{ at: Date }>("select at from alarm_checkpoint where id = 1");
  return row?.at.getTime() ?? null;
}

/** All that was stored before `at` (ms, the server's clock) is judged and written down. */
export async function saveCheckpoint(tx: Tx, at: number): Promise<void> {
  await tx.query(
    "insert into alarm_checkpoint (id, at) values (1, $1::timestamptz) on conflict (id) do update set at = excluded.at",
    [iso(at)],
  );
}
