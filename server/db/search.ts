import type { SearchHit } from "#contract/area.ts";
import type { Tx } from "./db.ts";

/** `%`, `_` and `\` in what a person typed are letters. */
const literal = (text: string) => text.replace(/[\\%_]/g, "\\$&");

interface HitRow {
  kind: SearchHit["kind"];
  id: string;
  name: string;
  where: string;
  areaCode: string;
  lng: number | null;
  lat: number | null;
}

// 0 the very name or code, 1 a name, code, pinyin or initials that begin so, 2 one that holds it.
const rank = (id: string, texts: readonly string[]) => `case
  when lower(${id}) = $1 or ${texts.map((t) => `lower(${t}) = $1`).join(" or ")} then 0
  when lower(${id}) like $2 or ${texts.map((t) => `lower(${t}) like $2`).join(" or ")} then 1
  else 2 end`;
// Asked of every row, so without lower(): that alone takes most of the time. Pinyin is small letters already; in names and codes
// the text is looked for as typed, small and in capitals, which finds an LNG as lng.
const hit = (id: string, texts: readonly string[]) =>
  [id, ...texts].map((t) => (IS_PINYIN.test(t) ? `${t} like $3` : `${t} like any ($7::text[])`)).join(" or ");

const IS_PINYIN = /\.(pinyin|initials)$/;
const NAMED = ["t.name", "t.pinyin", "t.initials"] as const;

// Names of places hold no data of anybody, but a search answers with places one may go to: `$5` are the codes in the territory.
const AREAS = `
  select 'area' as kind, t.code as id, t.name, t.parent as within, t.code as area_code, t.lng, t.lat,
         ${rank("t.code", NAMED)} as rank, 0 as family
    from (select code, name, parent, lng, lat, pinyin, initials from supervision_unit
          union
          select d.code, d.name, m.unit_code, d.lng, d.lat, d.pinyin, d.initials
            from division d join unit_county m on m.county_code = d.code
           where m.unit_code <> d.code) t
   where t.code = any ($5::text[]) and (${hit("t.code", NAMED)})`;

const ENTERPRISES = `
  select 'enterprise', t.id, t.name, t.area_code, t.area_code, null, null, ${rank("t.id", [...NAMED, "t.credit_code"])}, 1
    from enterprise t
   where ${hit("t.id", [...NAMED, "t.credit_code"])}`;

const STATIONS = `
  select 'station', t.id, t.name, t.area_code, t.area_code, st_x(t.geom), st_y(t.geom), ${rank("t.id", NAMED)}, 2
    from station t
   where ${hit("t.id", NAMED)}`;

// Pipes have no names; only the whole id finds one, so that the million of them is asked by its key.
const PIPES = `
  select 'pipe', t.id, t.id, t.area_code, t.area_code, st_x(st_startpoint(t.geom)), st_y(st_startpoint(t.geom)), 0, 3
    from pipe t
   where t.id = $6`;

const ORDER = "rank, family, length(name), name, id";

// The place's name is looked up for the few that are told, not for all that were found.
const HITS = `
  select kind, id, name, lng, lat, area_code as "areaCode",
         coalesce((select u.name from supervision_unit u where u.code = within),
                  (select d.name from division d where d.code = within), within, '') as "where"
    from (select *
            from (${AREAS} union all ${ENTERPRISES} union all ${STATIONS} union all ${PIPES}) found
           order by ${ORDER}
           limit $4) told
   order by ${ORDER}`;

/**
 * What a person may mean by `q`: the exact before what begins so before what holds it, places before enterprises before stations.
 * Everything comes out of rows the transaction may see; `codes` are the areas of the caller's territory.
 */
export async function findHits(tx: Tx, q: string, codes: readonly string[], limit: number): Promise<SearchHit[]> {
  const text = literal(q.toLowerCase());
  const written = [...new Set([q, q.toLowerCase(), q.toUpperCase()])].map((form) => `%${literal(form)}%`);
  const rows = await tx.query<HitRow>(HITS, [q.toLowerCase(), `${text}%`, `%${text}%`, limit, codes, q, written]);
  return rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: lng === null || lat === null ? null : [lng, lat] }));
}
