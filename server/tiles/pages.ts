import { GAS_KINDS, MATERIALS, PIPE_STATUSES, PRESSURE_LEVELS, STATION_KINDS, TAG_KINDS } from "#contract/gas.ts";
import { SURVEY_WITHIN_M } from "#contract/pipe-classes.ts";
import type { Tx } from "#server/db/db.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * How rows leave the database for the snapshot: thousands in one row, each column one string or byte run, so that no row ever
 * becomes an object. Words of closed lists come as one character each: "A" for the first, "?" for a word not in the list.
 */
export interface Page {
  readonly count: number;
  /** Greatest id of the page in the database's own order: where the next one starts. */
  readonly last: string | null;
  readonly ids: string;
  /** Six digits each, nothing between. */
  readonly areas: string;
  readonly enterprises: string;
}

export interface PipePage extends Page {
  readonly levels: string;
  readonly materials: string;
  readonly statuses: string;
  readonly gases: string;
  /** Whole millimetres, commas between. */
  readonly dns: string;
  /** Metres, big-endian f32. */
  readonly lengths: Bytes;
  /** Operating kPa, big-endian f64; NaN for none. */
  readonly kPas: Bytes;
  /** Year laid, big-endian i16; 0 for none. */
  readonly laidYears: Bytes;
  /** Days since 1970-01-01 of the last patrol, big-endian i32; 0 for never. The later of what the file says and what tracks prove. */
  readonly patrolDays: Bytes;
  /** "0" none or still, "1" along the line as drawn, "2" against it. */
  readonly flows: string;
  /** How many of QUALITY_FACTS are missing or doubtful: "0" … "8". */
  readonly qualities: string;
  /** Little-endian WKB line strings, one after the other. */
  readonly wkb: Bytes;
}

export interface StationPage extends Page {
  readonly kinds: string;
  readonly gases: string;
  readonly names: string;
  /** Little-endian WKB points. */
  readonly wkb: Bytes;
}

export interface TagPage extends Page {
  readonly kinds: string;
  readonly stations: string;
}

/** Open hazards alone. */
export interface HazardPage extends Page {
  /** Little-endian WKB points. */
  readonly wkb: Bytes;
}

/** Names of enterprises, by id. */
export interface EnterprisePage {
  readonly count: number;
  readonly last: string | null;
  readonly ids: string;
  readonly names: string;
}

/** Which pressure tag that tells kPa sits at an end of which pipe: a line for each such end, in the order of pipes, the end it comes from first. */
export interface EndPage {
  /** Pipes looked at, not lines. */
  readonly count: number;
  readonly last: string | null;
  /** Ids of pipes and of tags, or null when none of the pipes looked at has a tag. */
  readonly pipes: string | null;
  readonly tags: string | null;
}

/** Between texts of a page: no id or name holds it (U+001F, unit separator). */
export const SEPARATOR = "\u001f";
const PAGE_ROWS = 20_000;
/** Its answers are short, and each page reads all tags. */
const END_ROWS = 200_000;

const letter = (column: string, list: string) =>
  `string_agg(coalesce(chr(64 + array_position(${list}::text[], ${column})), '?'), '')`;
const joined = (column: string) => `string_agg(replace(${column}, chr(31), ' '), chr(31))`;

const HEAD = `count(*)::int as count, max(id) as last, ${joined("id")} as ids, string_agg(area_code, '') as areas,
  ${joined("enterprise_id")} as enterprises`;
const wkb = `string_agg(ST_AsBinary(geom, 'NDR'), ''::bytea) as wkb`;

/** Which rows a page holds: the next ones, with the number of the parameter that says how many, or those with certain ids. */
type Rows = number | "named";
const rowsIn = (rows: Rows) =>
  rows === "named" ? "id = any ($1::text[]) order by id" : `id > $1 order by id limit $${rows}`;

/** The sorted sub-query feeds every aggregate in the same order. */
const page = (columns: string, table: string, rows: Rows) =>
  `select ${HEAD}, ${columns} from (select * from ${table} where ${rowsIn(rows)}) page`;

const PIPES = (rows: Rows) =>
  page(
    `${letter("pressure_level", "$2")} as levels, ${letter("material", "$3")} as materials, ${letter("status", "$4")} as statuses,
   ${letter("gas_kind", "$5")} as gases, string_agg(least(65535, greatest(0, round(dn_mm)))::int::text, ',') as dns,
   string_agg(float4send(length_m::real), ''::bytea) as lengths,
   string_agg(float8send(coalesce(operating_kpa, 'NaN')), ''::bytea) as "kPas",
   string_agg(int2send(least(9999, greatest(0, coalesce(laid_year, 0)))::smallint), ''::bytea) as "laidYears",
   string_agg(int4send(coalesce(greatest(last_patrolled, (select w.day from field_walked w where w.pipe_id = page.id)) - date '1970-01-01', 0)),
     ''::bytea) as "patrolDays",
   string_agg(case when flow_m3h > 0 then '1' when flow_m3h < 0 then '2' else '0' end, '') as flows,
   string_agg(((laid_year is null)::int + (depth_m is null)::int + (wall_mm is null)::int + (design_kpa is null)::int
     + (pressure_level = 'unknown')::int + (material = 'other')::int + (not dn_mm > 0)::int
     + (coalesce(survey_accuracy_m, 99) > ${SURVEY_WITHIN_M})::int)::text, '') as qualities, ${wkb}`,
    "pipe",
    rows,
  );
const STATIONS = (rows: Rows) =>
  page(
    `${letter("kind", "$2")} as kinds, ${letter("gas_kind", "$3")} as gases, ${joined("name")} as names, ${wkb}`,
    "station",
    rows,
  );
const TAGS = (rows: Rows) => page(`${letter("kind", "$2")} as kinds, ${joined("station_id")} as stations`, "tag", rows);

/** Every state of the hazard loop but `closed` is open. */
const HAZARDS = page(wkb, "(select * from hazard where state <> 'closed') hazard", 2);
const ENTERPRISES = `select count(*)::int as count, max(id) as last, ${joined("id")} as ids, ${joined("name")} as names
  from (select id, name from enterprise where id > $1 order by id limit $2) page`;
const ENDS = (rows: Rows) => `with page as materialized (select id, from_node, to_node from pipe where ${rowsIn(rows)}),
  ends as (
    select page.id as pipe, e.nth, tag.id as tag
      from page cross join lateral (values (1, from_node), (2, to_node)) e (nth, node)
      join tag on tag.node_id = e.node and tag.kind = 'pressure' and lower(trim(tag.unit)) = 'kpa')
  select (select count(*)::int from page) as count, (select max(id) from page) as last,
         string_agg(pipe, chr(31) order by pipe, nth, tag) as pipes, string_agg(tag, chr(31) order by pipe, nth, tag) as tags
    from ends`;

interface Paged {
  readonly count: number;
  readonly last: string | null;
}
type Reader<P extends Paged> = (tx: Tx, after: string) => Promise<P>;

/** `rows` is the most rows of a page. */
const reader =
  <P extends Paged>(text: string, lists: readonly (readonly string[])[], rows = PAGE_ROWS): Reader<P> =>
  async (tx, after) => {
    const [row] = await tx.query<P>(text, [after, ...lists, rows]);
    if (!row) throw new Error("an aggregate gave no row");
    return row;
  };

const PIPE_LISTS = [PRESSURE_LEVELS, MATERIALS, PIPE_STATUSES, GAS_KINDS];
const STATION_LISTS = [STATION_KINDS, GAS_KINDS];
const TAG_LISTS = [TAG_KINDS];

export const readPipePage = reader<PipePage>(PIPES(6), PIPE_LISTS);
export const readStationPage = reader<StationPage>(STATIONS(4), STATION_LISTS);
export const readTagPage = reader<TagPage>(TAGS(3), TAG_LISTS);
export const readHazardPage = reader<HazardPage>(HAZARDS, []);
export const readEnterprisePage = reader<EnterprisePage>(ENTERPRISES, []);
export const readEndPage = reader<EndPage>(ENDS(2), [], END_ROWS);

/** Those rows of a table that have certain ids: one page, or none when there is no such row. */
const namedReader =
  <P extends Paged>(text: string, lists: readonly (readonly string[])[]) =>
  async (tx: Tx, ids: readonly string[]): Promise<P[]> => {
    if (ids.length === 0) return [];
    const found = await tx.query<P>(text, [ids, ...lists]);
    return found.filter(({ count }) => count > 0);
  };

export const readPipesNamed = namedReader<PipePage>(PIPES("named"), PIPE_LISTS);
export const readStationsNamed = namedReader<StationPage>(STATIONS("named"), STATION_LISTS);
export const readTagsNamed = namedReader<TagPage>(TAGS("named"), TAG_LISTS);
export const readEndsOf = namedReader<EndPage>(ENDS("named"), []);

/** Every page of a table, each in a transaction of its own, so that an embedded database answers others in between. */
export async function* pagesOf<P extends Paged>(run: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, read: Reader<P>) {
  let after = "";
  for (;;) {
    const found: P = await run((tx) => read(tx, after));
    if (found.count === 0) return;
    yield found;
    if (found.last === null) return;
    after = found.last;
  }
}
