import { GAS_KINDS, MATERIALS, PIPE_STATUSES, PRESSURE_LEVELS, STATION_KINDS, TAG_KINDS } from "#contract/gas.ts";
import type { Tx } from "#server/db/db.ts";

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
  /** Little-endian WKB line strings, one after the other. */
  readonly wkb: Uint8Array<ArrayBuffer>;
}

export interface StationPage extends Page {
  readonly kinds: string;
  readonly gases: string;
  readonly names: string;
  /** Little-endian WKB points. */
  readonly wkb: Uint8Array<ArrayBuffer>;
}

export interface TagPage extends Page {
  readonly kinds: string;
  readonly stations: string;
}

/** Between texts of a page: no id or name holds it (U+001F, unit separator). */
export const SEPARATOR = "\u001f";
const PAGE_ROWS = 20_000;

const letter = (column: string, list: string) =>
  `string_agg(coalesce(chr(64 + array_position(${list}::text[], ${column})), '?'), '')`;
const joined = (column: string) => `string_agg(replace(${column}, chr(31), ' '), chr(31))`;

const HEAD = `count(*)::int as count, max(id) as last, ${joined("id")} as ids, string_agg(area_code, '') as areas,
  ${joined("enterprise_id")} as enterprises`;
const wkb = `string_agg(ST_AsBinary(geom, 'NDR'), ''::bytea) as wkb`;

/** The sorted sub-query feeds every aggregate in the same order. */
const page = (columns: string, table: string, list: string) =>
  `select ${HEAD}, ${columns} from (select * from ${table} where id > $1 order by id limit ${list}) page`;

const PIPES = page(
  `${letter("pressure_level", "$2")} as levels, ${letter("material", "$3")} as materials, ${letter("status", "$4")} as statuses,
   ${letter("gas_kind", "$5")} as gases, string_agg(least(65535, greatest(0, round(dn_mm)))::int::text, ',') as dns, ${wkb}`,
  "pipe",
  "$6",
);
const STATIONS = page(
  `${letter("kind", "$2")} as kinds, ${letter("gas_kind", "$3")} as gases, ${joined("name")} as names, ${wkb}`,
  "station",
  "$4",
);
const TAGS = page(`${letter("kind", "$2")} as kinds, ${joined("station_id")} as stations`, "tag", "$3");

type Reader<P extends Page> = (tx: Tx, after: string) => Promise<P>;

const reader =
  <P extends Page>(text: string, lists: readonly (readonly string[])[]): Reader<P> =>
  async (tx, after) => {
    const [row] = await tx.query<P>(text, [after, ...lists, PAGE_ROWS]);
    if (!row) throw new Error("an aggregate gave no row");
    return row;
  };

export const readPipePage = reader<PipePage>(PIPES, [PRESSURE_LEVELS, MATERIALS, PIPE_STATUSES, GAS_KINDS]);
export const readStationPage = reader<StationPage>(STATIONS, [STATION_KINDS, GAS_KINDS]);
export const readTagPage = reader<TagPage>(TAGS, [TAG_KINDS]);

/** Every page of a table, each in a transaction of its own, so that an embedded database answers others in between. */
export async function* pagesOf<P extends Page>(run: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, read: Reader<P>) {
  let after = "";
  for (;;) {
    const found: P = await run((tx) => read(tx, after));
    if (found.count === 0) return;
    yield found;
    if (found.count < PAGE_ROWS || found.last === null) return;
    after = found.last;
  }
}
