import type { TagGaps } from "#contract/gaps.ts";
import type { Tx } from "./db.ts";
import { DAY_MS, DAY_START_MS, floorTo, HOUR_MS, type RollupState } from "./rollups.ts";
import type { Range } from "./series.ts";

/** A part of the time counted, and the roll-ups that it is counted from. */
export interface CountedPiece extends Range {
  readonly grain: "hour" | "day";
}

/** From here on days are counted as such, not as their hours. */
const MANY_HOURS_MS = 3 * DAY_MS;
const ceilTo = (ms: number, step: number, origin = 0) => floorTo(ms + step - 1, step, origin);

/** The whole hours of a range that are summed up, in as few rows as can be: days in its middle where it is long. */
export function countedPieces({ from, to }: Range, state: Pick<RollupState, "hoursTo" | "daysTo" | "hoursFrom">) {
  const begin = Math.max(ceilTo(from, HOUR_MS), state.hoursFrom);
  const end = floorTo(Math.min(to, state.hoursTo), HOUR_MS);
  const days = {
    from: ceilTo(begin, DAY_MS, DAY_START_MS),
    to: floorTo(Math.min(end, state.daysTo), DAY_MS, DAY_START_MS),
  };
  const hasDays = end - begin > MANY_HOURS_MS && days.to > days.from;
  const pieces: CountedPiece[] = hasDays
    ? [
        { grain: "hour", from: begin, to: days.from },
        { grain: "day", ...days },
        { grain: "hour", from: days.to, to: end },
      ]
    : [{ grain: "hour", from: begin, to: end }];
  return pieces.filter((piece) => piece.to > piece.from);
}

const TABLES = { hour: "reading_hour", day: "reading_day" } as const;

/** A tag with how many readings came of it in some pieces of time. */
export interface TagCount {
  readonly id: string;
  readonly samplingS: number;
  readonly staleAfterS: number;
  readonly received: number;
}

/** Of the tags named those in sight, each once. */
export async function countReceived(
  tx: Tx,
  ids: readonly string[],
  pieces: readonly CountedPiece[],
): Promise<TagCount[]> {
  const rows = pieces.map(
    ({ grain }, i) =>
      `select tag_id, n + n_bad as n from ${TABLES[grain]}
        where tag_id = any($1) and t >= to_timestamp($${2 * i + 2}::float8 / 1000) and t < to_timestamp($${2 * i + 3}::float8 / 1000)`,
  );
  const counts =
    rows.length === 0
      ? ""
      : `left join (select tag_id, sum(n)::int as n from (${rows.join(" union all ")}) r group by tag_id) c on c.tag_id = g.id`;
  return await tx.query<TagCount>(
    `select g.id, g.sampling_s as "samplingS", g.stale_after_s as "staleAfterS", ${rows.length === 0 ? "0" : "coalesce(c.n, 0)"} as received
       from tag g ${counts}
      where g.id = any($1)`,
    [[...ids], ...pieces.flatMap((piece) => [piece.from, piece.to])],
  );
}

export type GapHead = Pick<
  TagGaps,
  "tagId" | "name" | "kind" | "stationId" | "stationName" | "lngLat" | "areaCode" | "enterpriseId"
>;

/** What a list of gaps says of a tag beside its readings. */
export async function findGapHeads(tx: Tx, ids: readonly string[]): Promise<GapHead[]> {
  const rows = await tx.query<Omit<GapHead, "lngLat"> & { lng: number | null; lat: number | null }>(
    `select g.id as "tagId", g.name, g.kind, g.station_id as "stationId", coalesce(s.name, '') as "stationName",
            st_x(s.geom) as lng, st_y(s.geom) as lat, g.area_code as "areaCode", g.enterprise_id as "enterpriseId"
       from tag g left join station s on s.id = g.station_id
      where g.id = any($1)`,
    [[...ids]],
  );
  return rows.map(({ lng, lat, ...head }) => ({ ...head, lngLat: lng === null || lat === null ? null : [lng, lat] }));
}
