import type { AlarmRule } from "#contract/alarm-rules.ts";
import { RuleBody } from "#contract/alarm-rules.ts";
import type { PressureLevel } from "#contract/gas.ts";
import { distanceM } from "#model/alarms/distance.ts";
import type { Network } from "#model/alarms/districts.ts";
import type { EngineInput, ServiceWindow } from "#model/alarms/engine-input.ts";
import { type HourPeak, RHYTHM_DAYS } from "#model/alarms/rhythm.ts";
import type { AlarmReading, AlarmTag } from "#model/alarms/tag.ts";
import type { Tx } from "#server/db/db.ts";
import { ALARM_COLUMNS, type AlarmRow, type IncidentRow, incidentOf, recordOf } from "./rows.ts";

/** Names that stand beside an alarm. A station that is another owner's is told by its id alone. */
export interface TagFacts extends AlarmTag {
  readonly name: string;
  readonly unit: string;
  readonly stationName: string;
  readonly areaName: string;
  readonly enterpriseName: string;
}

const TAGS = `select t.id, t.name, t.kind, t.unit, t.station_id as "stationId", s.kind as "stationKind", t.area_code as "areaCode",
       t.enterprise_id as "enterpriseId",
       case when s.area_code = t.area_code and s.enterprise_id = t.enterprise_id then s.name else t.station_id end as "stationName",
       coalesce(st_x(s.geom), 0) as lng, coalesce(st_y(s.geom), 0) as lat,
       coalesce(d.name, u.name, t.area_code) as "areaName", coalesce(e.name, t.enterprise_id) as "enterpriseName",
       t.low_alarm as "lowAlarm", t.low_warning as "lowWarning", t.high_warning as "highWarning", t.high_alarm as "highAlarm",
       t.dead_band as "deadBand", t.nominal, t.sampling_s as "samplingS", t.stale_after_s as "staleAfterS"
  from tag t
  left join station s on s.id = t.station_id
  left join enterprise e on e.id = t.enterprise_id
  left join division d on d.code = t.area_code
  left join supervision_unit u on u.code = t.area_code`;

export async function readTags(tx: Tx): Promise<TagFacts[]> {
  const rows = await tx.query<Omit<TagFacts, "lngLat"> & { lng: number; lat: number }>(TAGS);
  return rows.map(({ lng, lat, ...facts }) => ({ ...facts, lngLat: [lng, lat] }));
}

/**
 * The network above low pressure: nine tenths of all pipes are low-pressure ones behind a regulator box, and say nothing of what feeds it.
 * Of nodes only those where levels meet, and closed valves.
 */
export async function readNetwork(tx: Tx): Promise<Network> {
  const nodes = await tx.query<{ id: string; stationId: string | null; isRegulator: boolean; isClosedValve: boolean }>(
    `select id, station_id as "stationId", kind = 'regulator' as "isRegulator", kind = 'valve' and is_open is false as "isClosedValve"
       from node
      where station_id is not null or kind = 'regulator' or (kind = 'valve' and is_open is false)`,
  );
  const pipes = await tx.query<{ from: string; to: string; level: PressureLevel }>(
    `select from_node as "from", to_node as "to", pressure_level as level from pipe where pressure_level <> 'LP' and status = 'in_service'`,
  );
  return { nodes, pipes };
}

/** Counties of each area code that may own a rule; null = all. */
export async function readCounties(tx: Tx): Promise<(code: string) => ReadonlySet<string> | null> {
  const rows = await tx.query<{ unit: string; county: string }>(
    "select unit_code as unit, county_code as county from unit_county",
  );
  const provinces = await tx.query<{ code: string }>("select code from division where level = 'province'");
  const units = new Map<string, Set<string>>();
  for (const { unit, county } of rows) units.set(unit, (units.get(unit) ?? new Set([unit])).add(county));
  const all = new Set(provinces.map(({ code }) => code));
  return (code) => (all.has(code) ? null : (units.get(code) ?? new Set([code])));
}

export interface RuleRow {
  readonly id: string;
  readonly version: number;
  readonly area_code: string;
  readonly enterprise_id: string | null;
  readonly status: AlarmRule["status"];
  readonly body: unknown;
  readonly created_at: Date;
  readonly created_by: string | null;
  readonly activated_at: Date | null;
  readonly activated_by: string | null;
}

/** Throws when a kept body is none that this program knows. */
export const ruleOf = (row: RuleRow): AlarmRule => ({
  ...RuleBody.parse(row.body),
  id: row.id,
  version: row.version,
  status: row.status,
  enterpriseId: row.enterprise_id,
  areaCode: row.area_code,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  activatedAt: row.activated_at?.toISOString() ?? null,
  activatedBy: row.activated_by,
});

export async function readRulesInForce(tx: Tx): Promise<AlarmRule[]> {
  const rows = await tx.query<RuleRow>("select * from alarm_rule where status = 'active' order by id");
  return rows.map(ruleOf);
}

export async function readWindows(tx: Tx): Promise<ServiceWindow[]> {
  const rows = await tx.query<Omit<ServiceWindow, "from" | "to"> & { from: Date; to: Date }>(
    `select id, station_id as "stationId", tag_id as "tagId", from_at as "from", to_at as "to", by_name as "by", reason
       from maintenance_window where ended_at is null and to_at > now() order by id`,
  );
  return rows.map((row) => ({ ...row, from: row.from.getTime(), to: row.to.getTime() }));
}

/** Occurrences that are not over, and the last one of each source that is shelved. What came from a file has no rule yet. */
export async function readKept(tx: Tx): Promise<EngineInput["kept"]> {
  const rows = await tx.query<AlarmRow & { incident: Record<keyof IncidentRow, unknown> | null; rang: Date | null }>(
    `select ${ALARM_COLUMNS}, to_jsonb(i) as incident,
            (select e.at from alarm_event e where e.alarm_id = a.id and e.kind = 'raised' order by e.seq limit 1) as rang
       from alarm a left join alarm_incident i on i.id = a.incident_id
      where (a.state <> 'normal' or (a.hold_kind = 'shelved' and a.hold_until > now()))
      order by a.seq, a.raised_at, a.id`,
  );
  return rows.map(({ incident, rang, ...row }) => {
    const alarm = recordOf(row);
    const rangAt = rang === null ? {} : { rangAt: rang.getTime() };
    if (incident !== null) {
      const { opened_at, last_at } = incident as { opened_at: string; last_at: string };
      const at = { opened_at: new Date(opened_at), last_at: new Date(last_at) };
      return { alarm, incident: incidentOf({ ...(incident as unknown as IncidentRow), ...at }), ...rangAt };
    }
    const alone = { reason: "single" as const, causeKind: null, causeId: null, firstOut: alarm.id, side: alarm.side };
    const { incidentId: id, raisedAt } = alarm;
    return { alarm, incident: { id, ...alone, openedAt: raisedAt, lastAt: raisedAt, isNoData: false }, ...rangAt };
  });
}

export async function readNextSeq(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ seq: number }>("select coalesce(max(seq), 0) + 1 as seq from alarm_event");
  return row?.seq ?? 1;
}

/** Schools, hospitals and markets are near so many metres of a well. */
const SENSITIVE_M = 50;

/** Stations with a methane sensor that stand near a customer whom a fire would hurt most. */
export async function readSensitive(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string; x: number; y: number; cx: number; cy: number }>(
    `select s.id, st_x(s.geom) as x, st_y(s.geom) as y, st_x(c.geom) as cx, st_y(c.geom) as cy
       from station s join customer c on c.is_critical and st_dwithin(s.geom, c.geom, 0.0007)
      where exists (select from tag t where t.station_id = s.id and t.kind = 'methane')`,
  );
  return new Set(rows.filter(({ x, y, cx, cy }) => distanceM([x, y], [cx, cy]) <= SENSITIVE_M).map(({ id }) => id));
}

/** Longer than a checkpoint is ever old while the database answers. */
const MARGIN_S = 150;
/** Further back nothing is judged again: whoever did not write for an hour had other troubles. */
const MOST_S = 3600;

/**
 * Values that an engine before this one may not have come to judge. How long it was since its checkpoint is taken from the newest reading of all;
 * how far back that is for one tag, from the tag's own newest, since its clock may be wrong. Of these, those newer than the value of the last
 * thing that was written about the tag; and the newest of each tag, whatever its time.
 */
export async function readUnjudged(tx: Tx): Promise<AlarmReading[]> {
  return await tx.query<AlarmReading>(
    `with span as (
       select make_interval(secs => least(${MOST_S}, greatest(${MARGIN_S}, ${MARGIN_S} + extract(epoch from
                (select max(t) from latest where t <= now()) - (select at from alarm_checkpoint where id = 1)))))  as long
     ), told as (
       select tag_id, max(value_at) as at from alarm_event where at > now() - interval '2 days' group by 1
     )
     select r.tag_id as "tagId", (extract(epoch from r.t) * 1000)::float8 as t, r.v, r.q
       from latest l
      cross join span
      cross join lateral (
        select r.tag_id, r.t, r.v, r.q from reading r
         where r.tag_id = l.tag_id and r.t > l.t - span.long
         order by r.t limit 1000
      ) r
       left join told on told.tag_id = r.tag_id
      where told.at is null or r.t > told.at
      order by r.t`,
  );
}

/**
 * Tags that told nothing since alarms are first watched here, or ever: they did not fall silent, they were. A late sensor may be among them until it is heard.
 */
export async function readUnheard(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from tag t left join latest l on l.tag_id = t.id
      where l.t is null or l.t < coalesce((select since from alarm_checkpoint where id = 1), 'infinity')`,
  );
  return new Set(rows.map(({ id }) => id));
}

export interface TagPeak extends HourPeak {
  readonly tagId: string;
}

/** Below this nothing ever rang, %LEL: of such wells no rhythm is needed. */
const RHYTHM_LEL = 2.5;

/** The peaks of each hour of the last eight days, of methane sensors that reached anything worth asking about, in the order of time. */
export async function readPeaks(tx: Tx): Promise<TagPeak[]> {
  return await tx.query<TagPeak>(
    `with wells as (
       select t.id from tag t
        where t.kind = 'methane'
          and exists (select from reading_day d where d.tag_id = t.id and d.t > now() - make_interval(days => ${RHYTHM_DAYS + 2}) and d.high >= ${RHYTHM_LEL})
     )
     select h.tag_id as "tagId", (extract(epoch from h.t) * 1000)::float8 as at, max(h.high) as peak
       from wells w join reading_hour h on h.tag_id = w.id
      where h.t > now() - make_interval(days => ${RHYTHM_DAYS + 1}) and h.high is not null
      group by h.tag_id, h.t order by h.t`,
  );
}
