import type { PressureLevel, TagKind } from "#contract/gas.ts";
import type { QualityReason, TagQuality } from "#contract/telemetry.ts";
import type { Tx } from "./db.ts";

/** As much of a tag as the detectors need. */
export interface WatchedRow {
  readonly id: string;
  readonly kind: TagKind;
  readonly nodeId: string | null;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly nominal: number | null;
  readonly staleAfterS: number;
  readonly levels: PressureLevel[];
}

export const readWatchedTags = (tx: Tx): Promise<WatchedRow[]> =>
  tx.query(
    `select g.id, g.kind, g.node_id as "nodeId", g.area_code as "areaCode", g.enterprise_id as "enterpriseId", g.nominal,
            g.stale_after_s as "staleAfterS", array_remove(array[s.pressure_level, s.outlet_level], null) as levels
       from tag g left join station s on s.id = g.station_id
      order by g.id`,
  );

export interface PipeEnds {
  readonly id: string;
  readonly fromNode: string;
  readonly toNode: string;
  readonly level: PressureLevel;
}

/** Pipes above low pressure behind `after`, in the order of ids: of a street's low pressure hardly any zone has four sensors. */
export const readPipeEnds = (tx: Tx, after: string, limit: number): Promise<PipeEnds[]> =>
  tx.query(
    `select id, from_node as "fromNode", to_node as "toNode", pressure_level as level
       from pipe where id > $1 and pressure_level <> 'LP' order by id limit $2`,
    [after, limit],
  );

export async function readClosedNodes(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>("select id from node where is_open = false");
  return rows.map((row) => row.id);
}

export interface QualityChange {
  readonly tagId: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
  /** None: the tag is good again. */
  readonly reasons: readonly QualityReason[];
}

/** Writes what has changed; since when a tag is suspect stays while it is. When it was is kept for the time machine. */
export async function writeQuality(tx: Tx, changes: readonly QualityChange[]): Promise<void> {
  const good = changes.filter(({ reasons }) => reasons.length === 0).map(({ tagId }) => tagId);
  const suspect = changes.filter(({ reasons }) => reasons.length > 0);
  if (good.length > 0) {
    await tx.query("delete from tag_quality where tag_id = any($1)", [good]);
    await tx.query("update tag_quality_span set to_at = now() where tag_id = any($1) and to_at is null", [good]);
  }
  if (suspect.length === 0) return;
  await tx.query(
    `insert into tag_quality as k (tag_id, area_code, enterprise_id, reasons, since, seen_at)
     select tag_id, area_code, enterprise_id, string_to_array(reasons, ','), now(), now()
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as c (tag_id, area_code, enterprise_id, reasons)
     on conflict (tag_id) do update
        set area_code = excluded.area_code, enterprise_id = excluded.enterprise_id, reasons = excluded.reasons, seen_at = now()`,
    [
      suspect.map((c) => c.tagId),
      suspect.map((c) => c.areaCode),
      suspect.map((c) => c.enterpriseId),
      suspect.map((c) => c.reasons.join(",")),
    ],
  );
  await tx.query(
    `insert into tag_quality_span (tag_id, area_code, enterprise_id, reasons, from_at)
     select k.tag_id, k.area_code, k.enterprise_id, k.reasons, k.since from tag_quality k
      where k.tag_id = any($1) and not exists (select 1 from tag_quality_span s where s.tag_id = k.tag_id and s.to_at is null)
     on conflict do nothing`,
    [suspect.map((c) => c.tagId)],
  );
}

/** Tags that the detectors have said something of, whoever asks in sight. */
export const listSuspects = (tx: Tx): Promise<{ tagId: string; reasons: QualityReason[]; since: Date }[]> =>
  tx.query('select tag_id as "tagId", reasons, since from tag_quality');

/** Tags under a maintenance window at this moment, but for those on which a confirmed leak stands: that is shown whoever works there. */
export async function listMaintained(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with open as (select tag_id, station_id from maintenance_window
                    where ended_at is null and now() >= from_at and now() < to_at),
          worked as (select g.id from open w join tag g on g.id = w.tag_id
                      union
                     select g.id from open w join tag g on g.station_id = w.station_id)
     select id from worked
      where not exists (select 1 from alarm a where a.tag_id = worked.id and a.is_leak and a.cleared_at is null)`,
  );
  return rows.map((row) => row.id);
}

/** What a list of tags says beside their quality. */
export const findTagHeads = (
  tx: Tx,
  ids: readonly string[],
): Promise<Omit<TagQuality, "quality" | "reasons" | "since" | "at">[]> =>
  tx.query(
    `select id as "tagId", name, kind, station_id as "stationId", area_code as "areaCode", enterprise_id as "enterpriseId",
            stale_after_s as "staleAfterS"
       from tag where id = any($1) order by id`,
    [[...ids]],
  );

/** Silences of a tag longer than `longerThanMs` within [from, to), in ms since 1970; the range's ends count as readings. */
export async function findGaps(
  tx: Tx,
  tagId: string,
  from: number,
  to: number,
  longerThanMs: number,
): Promise<{ from: number; to: number }[]> {
  return await tx.query(
    `select "from", "to" from (
       select lag(ms, 1, $2::float8) over (order by ms) as "from", ms as "to"
         from (select (extract(epoch from t) * 1000)::float8 as ms from reading
                where tag_id = $1 and t >= to_timestamp($2::float8 / 1000) and t < to_timestamp($3::float8 / 1000)
               union all select $3::float8) r
     ) g
     where "to" - "from" > $4::float8
     order by "from"
     limit 1000`,
    [tagId, from, to, longerThanMs],
  );
}
