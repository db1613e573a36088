import type { TrackBody } from "#contract/field/bodies.ts";
import type { ConsentAnswer, ConsentState, PersonConsent } from "#contract/field/consent.ts";
import { simplify } from "#model/field/track.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";

/** What is shown of a way is good to this. */
const SHOWN_M = 3;
const six = (degrees: number | undefined) => Math.round((degrees ?? 0) * 1e6) / 1e6;

/** A way as it is shown: degrees, and whole seconds since its first fix. */
export const shownLine = (body: TrackBody): [number, number, number][] =>
  simplify(body, SHOWN_M).map((i) => [
    six(body.lng[i]),
    six(body.lat[i]),
    Math.round(((body.t[i] ?? 0) - (body.t[0] ?? 0)) / 1000),
  ]);

const NEWEST = "order by at desc, record_id desc limit 1";

/** What somebody last answered, by an instant or by now; null = was never asked. A system's question. */
export async function consentOf(tx: Tx, author: string, by: Date | null = null): Promise<ConsentAnswer | null> {
  const [row] = await tx.query<{ state: ConsentState; version: number; at: Date }>(
    `select state, version, at from field_consent where author = $1 and ($2::timestamptz is null or at <= $2) ${NEWEST}`,
    [author, by],
  );
  return row === undefined ? null : { ...row, at: row.at.toISOString() };
}

/** Whether a way that somebody began at an instant may be shown: they agreed then, and did not withdraw since. */
export const mayShow = async (tx: Tx, author: string, from: Date): Promise<boolean> =>
  (await consentOf(tx, author, from))?.state === "accepted" && (await consentOf(tx, author))?.state === "accepted";

interface Row {
  readonly account: string;
  readonly name: string;
  readonly state: ConsentState | null;
  readonly version: number | null;
  readonly at: Date | null;
}

const MOST = 500;

/** Everybody with a record since a day, in sight, and what they answered: those who are not to be seen first. */
export async function listConsents(
  tx: Tx,
  { area, enterprise }: { readonly area: string | null; readonly enterprise: string | null },
  since: string,
): Promise<PersonConsent[]> {
  const rows = await tx.query<Row>(
    `select r.account, r.name, c.state, c.version, c.at
       from (
         select author as account, (array_agg(author_name order by finished_at desc))[1] as name
           from field_record r where finished_at >= $3::date
            and ($1::text is null or area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or enterprise_id = $2)
          group by author
       ) r left join lateral (select state, version, at from field_consent c where c.author = r.account ${NEWEST}) c on true
      order by c.state = 'accepted' nulls first, r.account limit ${MOST}`,
    [area, enterprise, since],
  );
  return rows.map(({ account, name, state, version, at }) => ({
    account,
    name,
    consent: state === null || version === null || at === null ? null : { state, version, at: at.toISOString() },
  }));
}
