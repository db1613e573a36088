import type { Enterprise } from "#contract/area.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

// What an enterprise's box is made of: its stations, as far as the caller sees them.
const COLUMNS = `e.id, e.name, e.area_code as "areaCode", e.credit_code as "creditCode", e.safety_staff as "safetyStaff",
  array(select a.area_code from enterprise_presence a where a.enterprise_id = e.id order by a.area_code) as areas,
  coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'number', l.number, 'expires', to_char(l.expires, 'YYYY-MM-DD'))
                             order by l.kind, l.number)
              from enterprise_licence l where l.enterprise_id = e.id), '[]') as licences,
  (select case when count(*) > 0
               then array[min(st_x(s.geom)), min(st_y(s.geom)), max(st_x(s.geom)), max(st_y(s.geom))] end
     from station s where s.enterprise_id = e.id) as bbox`;

/** Enterprises in sight by name; with `area`, those at home or present in it. */
export async function listEnterprises(tx: Tx, area: string | null): Promise<Enterprise[]> {
  return await tx.query<Enterprise>(
    `select ${COLUMNS}
       from enterprise e
      where $1::text is null
         or e.area_code in ${COUNTIES_OF("$1")}
         or e.id in (select w.enterprise_id from enterprise_presence w where w.area_code in ${COUNTIES_OF("$1")})
      order by e.name, e.id`,
    [area],
  );
}

export async function findEnterprise(tx: Tx, id: string): Promise<Enterprise | null> {
  const [row] = await tx.query<Enterprise>(`select ${COLUMNS} from enterprise e where e.id = $1`, [id]);
  return row ?? null;
}
