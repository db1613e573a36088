import type { Overview } from "#contract/overview.ts";
import type { Tx } from "../db.ts";
import { conditions, type Filter } from "./filter.ts";

interface Presence {
  readonly enterprise_id: string;
  readonly area_code: string;
}

/** Where which enterprise is: at home and wherever else it is present (0006-enterprise-presence.sql), as `listEnterprises` has it. */
export async function presences(tx: Tx, filter: Filter): Promise<readonly Presence[]> {
  const { text, values } = conditions(filter, {});
  return await tx.query<Presence>(
    `select enterprise_id, area_code from (
       select id as enterprise_id, area_code from enterprise
       union select enterprise_id, area_code from enterprise_presence where enterprise_id in (select id from enterprise)
     ) anywhere where ${text}`,
    values,
  );
}

/** Days before its end from which a licence is shown. */
const SOON = 90;

/** Enterprises by licence, and the licences that end soon or have ended. `today` is YYYY-MM-DD. */
export async function licences(
  tx: Tx,
  ids: readonly string[],
  today: string,
): Promise<Omit<Overview["enterprises"], "total">> {
  const byLicence = await tx.query<Overview["enterprises"]["byLicence"][number]>(
    `select kind, count(distinct enterprise_id) as count from enterprise_licence where enterprise_id = any($1) group by 1 order by 1`,
    [ids],
  );
  const expiring = await tx.query<Overview["enterprises"]["expiring"][number]>(
    `select l.enterprise_id as "enterpriseId", coalesce(e.name, l.enterprise_id) as name, l.kind, l.expires, l.expires - $2::date as "daysLeft"
       from enterprise_licence l left join enterprise e on e.id = l.enterprise_id
      where l.enterprise_id = any($1) and l.expires <= $2::date + $3::int
      order by l.expires, l.enterprise_id, l.kind, l.number`,
    [ids, today, SOON],
  );
  return { byLicence, expiring };
}
