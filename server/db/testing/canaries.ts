import type { Tx } from "../db.ts";

/** To whom a row belongs. */
export interface Owner {
  readonly area: string;
  readonly enterprise: string;
}

/** Tables whose rows say their owner by area_code (and, but for `enterprise`, enterprise_id). */
export const OWNED_TABLES = [
  "dataset",
  "dataset_reject",
  "enterprise",
  "enterprise_licence",
  "enterprise_area",
  "station",
  "node",
  "pipe",
  "duct",
  "tag",
  "reading",
  "reading_minute",
  "reading_hour",
  "reading_day",
  "reading_outcome",
  "tag_quality",
  "tag_quality_span",
  "latest",
  "alarm",
  "alarm_event",
  "alarm_rule",
  "alarm_task",
  "alarm_task_step",
  "maintenance_window",
  "annotation",
  "model_scenario",
  "stat_day_owner",
  "stat_view",
  "stat_report",
  "stat_note",
  "camera",
  "customer",
  "customer_person",
  "supply_report",
  "hazard",
  "hazard_event",
  // Sums stand before those whose triggers add to them.
  "field_person_day",
  "field_home_hour",
  "field_task_due",
  "field_due_month",
  "field_plan",
  "field_tally_month",
  "field_envelope",
  "field_record",
  "field_manifest",
  "field_conflict",
  "field_conflict_event",
  "field_content_file",
  "field_visit",
  "field_due",
  "field_door",
  "field_task",
  "field_tally",
  "field_patrol_plan",
  "field_surveyed",
  "field_sampling",
  "field_sample",
  "field_rule",
  "field_consent",
  "field_track",
  "field_track_waiting",
  "field_walk",
  // Before the cover, whose triggers sum into it.
  "field_cover_day",
  "field_cover",
  "field_walked",
  "field_work",
  "field_leak",
  "field_near_pipe",
  "job",
] as const;
export type OwnedTable = (typeof OWNED_TABLES)[number];

/** The text that marks every text column of a planted row: seen anywhere else, it is a leak. */
export const canary = ({ area, enterprise }: Owner): string => `canary-${area}-${enterprise}`;

/** Columns that a check keeps to certain words; all others take the canary, or a value of their type. */
const WORDS: Readonly<Record<string, string>> = {
  "enterprise.duty_phone": "0311 8600 0000",
  "enterprise_licence.kind": "piped",
  "duct.kind": "sewer",
  "alarm.level": "red",
  "alarm.peak_level": "red",
  "alarm.state": "unacknowledged",
  "alarm.side": "high",
  "alarm.gas": "leak",
  "alarm.hold_kind": "shelved",
  "alarm.condition": "limits",
  "alarm.escalated_to": "county",
  "alarm_event.kind": "raised",
  "alarm_event.state": "unacknowledged",
  "alarm_event.level": "red",
  "alarm_rule.status": "draft",
  "alarm_task.step": "dispatched",
  "alarm_task_step.step": "dispatched",
  "hazard.grade": "major",
  "hazard.climbed_to": "county",
  "hazard_event.step": "fix",
  "field_record.state": "accepted",
  "field_conflict.resolution": "keep_first",
  "field_conflict_event.step": "decided",
  "field_conflict_event.resolution": "keep_first",
  "field_task.kind": "check",
  "field_task.state": "open",
  "field_task_due.kind": "check",
  "field_patrol_plan.kind": "patrol",
  "field_sampling.among": "entered",
  "field_sample.outcome": "entered",
  "field_sample.second_outcome": "entered",
  "field_rule.kind": "visit",
  "field_rule.status": "active",
  "field_rule.certainty": "default",
  "field_work.how": "found",
  "field_consent.state": "accepted",
  "job.state": "done",
  "stat_view.level": "enterprise",
  "stat_view.every": "day",
  "stat_report.level": "enterprise",
  "stat_report.measure": "pipeKm",
  "stat_note.measure": "pipeKm",
  "reading_outcome.outcome": "malformed",
  "reading_outcome.way": "mqtt",
};
const CLOSED: Readonly<Record<string, string>> = {
  kind: "city_gate",
  gas_kind: "urban_ng",
  pressure_level: "MP_A",
  material: "PE100",
  status: "in_service",
  class: "residential",
};

/** Sums that triggers keep of other canaries, and which count nothing besides. */
const SUMS = new Set(["field_person_day", "field_home_hour", "field_task_due", "field_due_month"]);

/** The day that the triggers sum a canary of now into: the database's own zone may still be at yesterday. */
const TODAY = "(now() at time zone 'Asia/Shanghai')::date";

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

function literalOf({ table, name, type }: Column, owner: Owner): string {
  if (name === "area_code") return `'${owner.area}'`;
  if (name === "enterprise_id" || (table === "enterprise" && name === "id")) return `'${owner.enterprise}'`;
  if (type === "geometry(LineString,4490)") return "st_geomfromtext('LINESTRING(115 38, 115.01 38)', 4490)";
  if (type.startsWith("geometry")) return "st_geomfromtext('POINT(115 38)', 4490)";
  // A record that another one stands for is left out of account.
  if (table === "field_record" && name === "replaced_by") return "null";
  if (type === "text") return `'${WORDS[`${table}.${name}`] ?? CLOSED[name] ?? canary(owner)}'`;
  if (type === "text[]") return `array['${canary(owner)}']`;
  // A track that is not shown is nobody's to read.
  if (type === "boolean") return String(table === "field_track" && name === "is_shown");
  if (type === "jsonb") return `'{"of": "${canary(owner)}"}'`;
  // The month that the triggers sum the canary's day into.
  if (name === "month") return `date_trunc('month', ${TODAY})::date`;
  if (type === "date") return TODAY;
  if (type.startsWith("timestamp")) return "now()";
  return SUMS.has(table) ? "0" : "1";
}

async function columnsOf(tx: Tx): Promise<readonly Column[]> {
  return await tx.query<Column>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
       from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relname = any($1) and a.attnum > 0 and not a.attisdropped
        and a.attidentity = ''
      order by c.relname, a.attnum`,
    [[...OWNED_TABLES]],
  );
}

/** Plants one row per owner in every table of OWNED_TABLES, in a system transaction. */
export async function plantCanaries(tx: Tx, owners: readonly Owner[]): Promise<void> {
  const columns = await columnsOf(tx);
  for (const table of OWNED_TABLES) {
    const own = columns.filter((column) => column.table === table);
    for (const owner of owners) {
      const names = own.map(({ name }) => name).join(", ");
      await tx.query(
        `insert into ${table} (${names}) values (${own.map((column) => literalOf(column, owner)).join(", ")})`,
      );
    }
  }
}
