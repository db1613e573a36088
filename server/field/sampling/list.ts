import type { Sample, Sampling } from "#contract/field/samplings.ts";
import { MOST_SAMPLES } from "#contract/field/samplings.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";

const MOST_DRAWS = 100;

/** How many draws are in the transaction's sight. */
export async function countSamplings(tx: Tx, area: string | null): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from field_sampling s where $1::text is null or s.area_code in ${COUNTIES_OF("$1")}`,
    [area],
  );
  return row?.n ?? 0;
}

/** The newest hundred draws in the transaction's sight, each with how far its samples have come. */
export async function listSamplings(tx: Tx, area: string | null, id: string | null = null): Promise<Sampling[]> {
  const rows = await tx.query<Omit<Sampling, "drawnAt"> & { drawnAt: Date }>(
    `select s.id, s.area_code as "areaCode", s.drawn_at as "drawnAt", s.by_name as "byName", s.from_day as "from", s.to_day as "to", s.among,
            s.share, s.seed, s.visits, n.samples, n.done, n.differing
       from field_sampling s
       cross join lateral (
         select count(*)::int as samples, (count(*) filter (where m.second_id is not null))::int as done,
                (count(*) filter (where m.differences <> '[]'))::int as differing
           from field_sample m where m.sampling_id = s.id
       ) n
      where ($1::text is null or s.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or s.id = $2)
      order by s.drawn_at desc, s.id limit ${MOST_DRAWS}`,
    [area, id],
  );
  return rows.map((row) => ({ ...row, drawnAt: row.drawnAt.toISOString() }));
}

interface Row extends Omit<Sample, "at" | "second"> {
  readonly at: Date;
  readonly secondId: string | null;
  readonly secondAuthor: string | null;
  readonly secondName: string | null;
  readonly secondAt: Date | null;
  readonly secondOutcome: Sample["outcome"] | null;
  readonly differences: NonNullable<Sample["second"]>["differences"];
}

function sampleOf(row: Row): Sample {
  const { at, secondId, secondAuthor, secondName, secondAt, secondOutcome, differences, ...sample } = row;
  const isTaken = secondId !== null && secondAt !== null && secondOutcome !== null;
  return {
    ...sample,
    at: at.toISOString(),
    second: isTaken
      ? {
          recordId: secondId,
          authorName: secondName ?? "",
          at: secondAt.toISOString(),
          outcome: secondOutcome,
          isSamePerson: secondAuthor === sample.author,
          differences,
        }
      : null,
  };
}

/** Visits of one draw in the transaction's sight: those whose second look differs first, then those that wait. */
export async function listSamples(tx: Tx, samplingId: string): Promise<Sample[]> {
  const rows = await tx.query<Row>(
    `select m.record_id as "recordId", m.customer_id as "customerId", m.area_code as "areaCode", m.enterprise_id as "enterpriseId", m.author,
            m.author_name as "authorName", m.at, m.outcome, m.task_id as "taskId", coalesce(t.state, 'cancelled') as state,
            m.second_id as "secondId", m.second_author as "secondAuthor", m.second_author_name as "secondName", m.second_at as "secondAt",
            m.second_outcome as "secondOutcome", m.differences
       from field_sample m left join field_task t on t.id = m.task_id
      where m.sampling_id = $1
      order by (m.differences <> '[]') desc, m.second_id is not null, m.at desc, m.record_id limit ${MOST_SAMPLES}`,
    [samplingId],
  );
  return rows.map(sampleOf);
}
