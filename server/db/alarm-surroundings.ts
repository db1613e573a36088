import type { TagKind } from "#contract/gas.ts";
import type { Tx } from "./db.ts";

/** Something measured near an alarm. */
export interface Neighbour {
  readonly tagId: string;
  readonly name: string;
  readonly kind: TagKind;
  readonly unit: string;
  readonly stationId: string;
  readonly stationName: string;
  readonly x: number;
  readonly y: number;
  readonly distanceM: number;
  readonly alarmId: string | null;
}

/** About three kilometres in degrees, as far as a neighbour is looked for. */
const REACH_DEG = 0.03;
const MOST = 12;

/** The other tags of an alarm's station, and tags of its kind near it, nearest first, as far as the transaction sees them. */
export async function listNeighbours(tx: Tx, tagId: string): Promise<Neighbour[]> {
  return await tx.query<Neighbour>(
    `select n.id as "tagId", n.name, n.kind, n.unit, n.station_id as "stationId", ns.name as "stationName", st_x(ns.geom) as x, st_y(ns.geom) as y,
            st_distance(ns.geom::geography, s.geom::geography) as "distanceM",
            (select a.id from alarm a where a.tag_id = n.id and a.state <> 'normal' order by a.seq desc limit 1) as "alarmId"
       from tag t
       join station s on s.id = t.station_id
       join station ns on st_dwithin(ns.geom, s.geom, $2)
       join tag n on n.station_id = ns.id and n.id <> t.id and (n.station_id = t.station_id or n.kind = t.kind)
      where t.id = $1
      order by "distanceM", n.kind, n.id
      limit ${MOST}`,
    [tagId, REACH_DEG],
  );
}

/**
 * Who answers the telephone at an enterprise: its dispatcher by name, and the line that it keeps day and night. Read by the system, for whoever sees an
 * alarm of the enterprise; what of it they are told is the caller's affair. null when neither is known.
 */
export async function findContact(tx: Tx, enterpriseId: string): Promise<{ name: string; phone: string } | null> {
  const [row] = await tx.query<{ name: string | null; phone: string | null }>(
    `select (select name from account where enterprise_id = $1 and role = 'dispatcher' order by account limit 1) as name,
            (select duty_phone from enterprise where id = $1) as phone`,
    [enterpriseId],
  );
  return row === undefined || (row.name === null && row.phone === null)
    ? null
    : { name: row.name ?? "", phone: row.phone ?? "" };
}

/** How often a source rang in the last thirty days. */
export async function countRings(tx: Tx, tagId: string, ruleId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from alarm_event e join alarm a on a.id = e.alarm_id
      where e.tag_id = $1 and a.rule_id = $2 and e.kind in ('raised', 'rang_again') and e.at > now() - interval '30 days'`,
    [tagId, ruleId],
  );
  return row?.count ?? 0;
}

export async function findRuleText(
  tx: Tx,
  id: string,
  version: number,
): Promise<{ name: string; procedure: string } | null> {
  const [row] = await tx.query<{ name: string; procedure: string }>(
    "select body->>'name' as name, body->>'procedure' as procedure from alarm_rule where id = $1 and version = $2",
    [id, version],
  );
  return row ?? null;
}
