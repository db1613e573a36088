import type { FoldReason } from "#contract/alarm-words.ts";
import type { WarningLevel } from "#contract/gas.ts";
import type { PastIncident } from "#contract/history.ts";
import type { Incident, IncidentCause } from "#contract/incidents.ts";
import type { EscalationLevel } from "#model/alarms/life.ts";
import type { CauseKind } from "#model/alarms/topology.ts";
import { OPEN } from "./alarms.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

export interface IncidentWhere {
  readonly id?: string | undefined;
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly state: "open" | "closed" | "any";
  /** Number and id of the last one of the page before. */
  readonly after: readonly [number, string] | null;
  readonly limit: number;
}

interface CauseRow {
  readonly id: string;
  readonly reason: FoldReason;
  readonly causeKind: CauseKind | null;
  readonly causeId: string | null;
  readonly causeName: string | null;
  readonly causeX: number | null;
  readonly causeY: number | null;
}

interface Row extends CauseRow {
  readonly rank: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly seq: number;
  readonly alarms: number;
  readonly open: number;
  readonly unacknowledged: number;
  readonly red: number;
  readonly orange: number;
  readonly yellow: number;
  readonly blue: number;
  readonly areaCodes: string[];
  readonly enterpriseIds: string[];
  readonly west: number | null;
  readonly south: number | null;
  readonly east: number | null;
  readonly north: number | null;
  readonly firstId: string;
  readonly firstTag: string;
  readonly firstStation: string;
  readonly firstAt: Date;
  readonly escalated: number | null;
}

const LEVELS: readonly WarningLevel[] = ["red", "orange", "yellow", "blue"];
const ESCALATED: readonly EscalationLevel[] = ["enterprise", "county", "city", "province"];
const sum = (level: WarningLevel) => `count(*) filter (where a.level = '${level}') as ${level}`;
const FIRST = "order by a.raised_at, a.seq, a.id";

/** The alarms in sight by their incident; an alarm that came from a file and was never taken over has none. */
const GROUPED = `select a.incident_id as id, max(a.seq) as seq, count(*) as alarms,
         count(*) filter (where ${OPEN}) as open, count(*) filter (where ${OPEN} and a.state = 'unacknowledged') as unacknowledged,
         ${LEVELS.map(sum).join(", ")},
         min(array_position(array['red','orange','yellow','blue'], a.level)) as rank, min(a.raised_at) as "openedAt",
         max(coalesce(a.cleared_at, a.raised_at)) as "lastAt",
         array_agg(distinct a.area_code) as "areaCodes", array_agg(distinct a.enterprise_id) as "enterpriseIds",
         min(st_x(s.geom)) as west, min(st_y(s.geom)) as south, max(st_x(s.geom)) as east, max(st_y(s.geom)) as north,
         (array_agg(a.id ${FIRST}))[1] as "firstId", (array_agg(coalesce(t.name, a.tag_id) ${FIRST}))[1] as "firstTag",
         (array_agg(coalesce(s.name, t.station_id, '') ${FIRST}))[1] as "firstStation", (array_agg(a.raised_at ${FIRST}))[1] as "firstAt",
         max(array_position(array['enterprise','county','city','province'], a.escalated_to)) filter (where ${OPEN}) as escalated
    from alarm a left join tag t on t.id = a.tag_id left join station s on s.id = t.station_id`;

const HAVING = {
  open: `having count(*) filter (where ${OPEN}) > 0`,
  closed: `having count(*) filter (where ${OPEN}) = 0`,
  any: "",
};

/** Reason, cause and the cause's name and place of incidents `i`; a cause out of sight has no name. */
const CAUSE = `i.reason, i.cause_kind as "causeKind", i.cause_id as "causeId", st_x(cs.geom) as "causeX", st_y(cs.geom) as "causeY",
            case i.cause_kind
              when 'station' then cs.name
              when 'district' then coalesce(cn.name, cn.id)
              when 'line' then ce.name || ' · ' || coalesce(cd.name, split_part(i.cause_id, '/', 1))
              when 'enterprise' then ce.name
              when 'area' then coalesce(cd.name, cu.name)
            end as "causeName"`;
const CAUSE_JOINS = `left join station cs on i.cause_kind = 'station' and cs.id = i.cause_id
       left join node cn on i.cause_kind = 'district' and cn.id = i.cause_id
       left join enterprise ce on (i.cause_kind = 'enterprise' and ce.id = i.cause_id)
                               or (i.cause_kind = 'line' and ce.id = split_part(i.cause_id, '/', 2))
       left join division cd on i.cause_kind in ('line', 'area') and cd.code = split_part(i.cause_id, '/', 1)
       left join supervision_unit cu on i.cause_kind = 'area' and cu.code = i.cause_id`;

/** Incidents with an alarm in sight, newest event first. Everything about them is of the alarms in sight; a cause out of sight has no name. */
export async function listIncidents(tx: Tx, w: IncidentWhere): Promise<Incident[]> {
  // Only incidents with something open are looked at when only those are asked for.
  const among = w.state === "open" ? `and a.incident_id in (select a.incident_id from alarm a where ${OPEN})` : "";
  const rows = await tx.query<Row>(
    `with grouped as (
       ${GROUPED}
        where a.incident_id is not null and ($1::text is null or a.incident_id = $1)
          and ($2::text is null or a.area_code in ${COUNTIES_OF("$2")})
          and ($3::text is null or a.enterprise_id = $3) ${among}
        group by a.incident_id ${HAVING[w.state]}
     )
     select g.*, case when g.open = 0 then g."lastAt" end as "closedAt", ${CAUSE}
       from grouped g
       join alarm_incident i on i.id = g.id
       ${CAUSE_JOINS}
      where $4::bigint is null or (-g.seq, g.id) > (-$4::bigint, $5::text)
      order by -g.seq, g.id
      limit $6`,
    [w.id ?? null, w.area ?? null, w.enterprise ?? null, w.after?.[0] ?? null, w.after?.[1] ?? null, w.limit],
  );
  return rows.map(incidentOf);
}

/** What some incidents are of, by id; those with no alarm in sight are left out. */
export async function findCauses(tx: Tx, ids: readonly string[]): Promise<PastIncident[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<CauseRow>(
    `select i.id, ${CAUSE} from alarm_incident i ${CAUSE_JOINS} where i.id = any ($1) order by i.id`,
    [[...ids]],
  );
  return rows.map((row) => ({ id: row.id, reason: row.reason, cause: causeOf(row) }));
}

function causeOf({ causeKind, causeId, causeName, causeX, causeY }: CauseRow): IncidentCause | null {
  if (causeKind === null || causeId === null || causeName === null) return null;
  const lngLat: [number, number] | null = causeX === null || causeY === null ? null : [causeX, causeY];
  return { kind: causeKind, id: causeId, name: causeName, lngLat };
}

function incidentOf(row: Row): Incident {
  const { west, south, east, north } = row;
  return {
    id: row.id,
    reason: row.reason,
    cause: causeOf(row),
    level: LEVELS[row.rank - 1] ?? "blue",
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    seq: row.seq,
    alarms: row.alarms,
    open: row.open,
    unacknowledged: row.unacknowledged,
    byLevel: { red: row.red, orange: row.orange, yellow: row.yellow, blue: row.blue },
    areaCodes: row.areaCodes,
    enterpriseIds: row.enterpriseIds,
    bbox: west === null || south === null || east === null || north === null ? null : [west, south, east, north],
    firstOut: {
      alarmId: row.firstId,
      tagName: row.firstTag,
      stationName: row.firstStation,
      at: row.firstAt.toISOString(),
    },
    escalatedTo: row.escalated === null ? null : (ESCALATED[row.escalated - 1] ?? null),
  };
}
