import { layOver, metresIn, type Stamped } from "#model/matching/spans.ts";
import type { Tx } from "#server/db/db.ts";
import type { OwnedPipe } from "./near-pipes.ts";

interface Walk extends Stamped {
  readonly pipeId: string;
  readonly day: string;
  readonly recordId: string;
  readonly author: string;
  readonly isDoubted: boolean;
}

/** A pipe has been walked since a day when so much of it has. */
const NEARLY_ALL = 0.9;

/** The newest day since which nearly all of a pipe was walked; null where less of it ever was. */
export function walkedSince(pieces: readonly Walk[], lengthM: number): string | null {
  let metres = 0;
  for (const piece of pieces.toSorted((a, b) => b.at - a.at)) {
    metres += metresIn([piece]);
    if (metres >= NEARLY_ALL * lengthM) return piece.day;
  }
  return null;
}

/** Says of each of some pipes anew which metres were walked when, from all of its walks: the same whatever order they came in. */
export async function settleCover(tx: Tx, pipes: readonly OwnedPipe[]): Promise<void> {
  if (pipes.length === 0) return;
  const ids = pipes.map(({ id }) => id);
  const walks = await tx.query<Walk>(
    `select pipe_id as "pipeId", from_m as "from", to_m as "to", extract(epoch from at)::float8 as at,
            (at at time zone 'Asia/Shanghai')::date::text as day, record_id as "recordId", author, is_doubted as "isDoubted"
       from field_walk where pipe_id = any ($1) order by at, record_id, from_m`,
    [ids],
  );
  const byPipe = Map.groupBy(walks, ({ pipeId }) => pipeId);
  const cover = pipes.map((pipe) => ({
    pipe,
    pieces: (byPipe.get(pipe.id) ?? []).reduce<Walk[]>((lie, walk) => layOver(lie, walk), []),
  }));
  const rows = cover.flatMap(({ pipe, pieces }) =>
    pieces.map(({ from, to, day, recordId, author, isDoubted }) => ({
      pipe: pipe.id,
      from,
      to,
      area: pipe.areaCode,
      enterprise: pipe.enterpriseId,
      level: pipe.level,
      day,
      record: recordId,
      author,
      doubted: isDoubted,
    })),
  );
  await tx.query("delete from field_cover where pipe_id = any ($1)", [ids]);
  await tx.query(
    `insert into field_cover (pipe_id, from_m, to_m, area_code, enterprise_id, pressure_level, day, record_id, author, is_doubted)
     select r.pipe, r."from", r."to", r.area, r.enterprise, r.level, r.day, r.record, r.author, r.doubted
       from jsonb_to_recordset($1::jsonb) r (pipe text, "from" float8, "to" float8, area text, enterprise text, level text, day date,
                                             record text, author text, doubted boolean)`,
    [JSON.stringify(rows)],
  );
  const days = cover.flatMap(({ pipe, pieces }) => {
    const day = walkedSince(pieces, pipe.lengthM);
    return day === null ? [] : [{ pipe: pipe.id, area: pipe.areaCode, enterprise: pipe.enterpriseId, day }];
  });
  await tx.query("delete from field_walked where pipe_id = any ($1) and pipe_id <> all ($2)", [
    ids,
    days.map(({ pipe }) => pipe),
  ]);
  await tx.query(
    `insert into field_walked as w (pipe_id, area_code, enterprise_id, day)
     select r.pipe, r.area, r.enterprise, r.day from jsonb_to_recordset($1::jsonb) r (pipe text, area text, enterprise text, day date)
     on conflict (pipe_id) do update
        set area_code = excluded.area_code, enterprise_id = excluded.enterprise_id, day = excluded.day,
            is_told = w.is_told and w.day = excluded.day`,
    [JSON.stringify(days)],
  );
}
