import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Tx } from "./db.ts";
import { pinyinOf } from "./pinyin.ts";

const FOLDER = new URL("../../contract/facts/", import.meta.url);
/** Raised when the loading changes, so that files already loaded are read again. */
const LOADER = "1";

type Load = (tx: Tx, text: string) => Promise<void>;

/** A CSV of ours: comma-separated, one header line, no quotes. Rows by column name. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = "", ...lines] = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "");
  const names = head.split(",");
  return lines.map((line, i) => {
    const cells = line.split(",");
    if (cells.length !== names.length)
      throw new Error(`line ${i + 2}: expected ${names.length} cells, came ${cells.length}: ${line}`);
    return Object.fromEntries(names.map((name, k) => [name, cells[k] ?? ""]));
  });
}

const loadDivisions: Load = async (tx, text) => {
  const rows = readCsv(text);
  const column = (name: string) => rows.map((row) => row[name] ?? "");
  const read = rows.map((row) => pinyinOf(row.name ?? ""));
  // One statement: a parent and its children arrive together, so that the order of lines does not matter.
  await tx.query(
    `insert into division (code, name, level, parent, lng, lat, area_km2, pinyin, initials)
     select code, name, level, nullif(parent, ''), lng, lat, area_km2, pinyin, initials
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[], $8::text[], $9::text[])
         as given (code, name, level, parent, lng, lat, area_km2, pinyin, initials)
     on conflict (code) do update set (name, level, parent, lng, lat, area_km2, pinyin, initials) =
       (excluded.name, excluded.level, excluded.parent, excluded.lng, excluded.lat, excluded.area_km2, excluded.pinyin, excluded.initials)`,
    [
      ...["code", "name", "level", "parent", "lon", "lat", "area_km2"].map(column),
      read.map((name) => name.pinyin),
      read.map((name) => name.initials),
    ],
  );
};

/**
 * Units stand on divisions: a unit that names its counties has these, the others have the counties that are left of their division.
 * A unit that is no division (雄安新区) stands at the middle of its counties; the province is the root.
 */
const loadUnits: Load = async (tx, text) => {
  const rows = readCsv(text);
  const named = rows.flatMap((row) =>
    (row.counties ?? "")
      .split(";")
      .filter(Boolean)
      .map((county) => [county, row.code ?? ""] as const),
  );
  const read = rows.map((row) => pinyinOf(row.name ?? ""));
  const names = [rows.map((row) => row.code), rows.map((row) => row.name), rows.map((row) => row.parent)];
  await tx.query(
    `insert into supervision_unit (code, name, parent, lng, lat, pinyin, initials)
     select code, name, null, lng, lat, pinyin, initials from division where level = 'province'
     union all
     select u.code, u.name, u.parent, coalesce(d.lng, m.lng), coalesce(d.lat, m.lat), u.pinyin, u.initials
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as u (code, name, parent, pinyin, initials)
       left join division d on d.code = u.code
       left join lateral (
         select avg(c.lng) as lng, avg(c.lat) as lat
           from unnest($6::text[], $7::text[]) as given (county, unit) join division c on c.code = given.county
          where given.unit = u.code
       ) m on true
     on conflict (code) do update set (name, parent, lng, lat, pinyin, initials) =
       (excluded.name, excluded.parent, excluded.lng, excluded.lat, excluded.pinyin, excluded.initials)`,
    [
      ...names,
      read.map((n) => n.pinyin),
      read.map((n) => n.initials),
      named.map(([county]) => county),
      named.map(([, unit]) => unit),
    ],
  );
  await tx.query(
    `insert into unit_county (county_code, unit_code)
     select d.code, coalesce(given.unit, d.parent)
       from division d left join unnest($1::text[], $2::text[]) as given (county, unit) on given.county = d.code
      where d.level = 'county'
     on conflict (county_code) do update set unit_code = excluded.unit_code`,
    [named.map(([county]) => county), named.map(([, unit]) => unit)],
  );
};

/** Indicative outlines, GeoJSON with `code`, `name` and `level` per feature; an official outline of the same code stays. */
const loadOutlines: Load = async (tx, text) => {
  await tx.query(
    `insert into outline (code, name, level, is_indicative, source, geom)
     select f -> 'properties' ->> 'code', f -> 'properties' ->> 'name', f -> 'properties' ->> 'level', true,
            coalesce(f -> 'properties' ->> 'source', 'Apache ECharts 4.9.0'),
            st_multi(st_setsrid(st_force2d(st_geomfromgeojson((f -> 'geometry')::text)), 4490))
       from jsonb_array_elements(($1::jsonb) -> 'features') f
     on conflict (code) do update set (name, level, source, geom) = (excluded.name, excluded.level, excluded.source, excluded.geom)
      where outline.is_indicative`,
    [text],
  );
};

/** In this order: units stand on divisions. */
const FILES: readonly (readonly [string, Load])[] = [
  ["hebei-divisions.csv", loadDivisions],
  ["supervision-units.csv", loadUnits],
  ["indicative-outlines.json", loadOutlines],
];

interface FactFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
  readonly load: Load;
}

/** The files that are there, with a hash that also changes when they are read in another way. */
function readFactFiles(folder: URL): readonly FactFile[] {
  return FILES.flatMap(([name, load]) => {
    const file = new URL(name, folder);
    if (!existsSync(file)) return [];
    const text = readFileSync(file, "utf8");
    return [{ name, text, load, sha256: createHash("sha256").update(`${LOADER}\n${text}`).digest("hex") }];
  });
}

/** What tells one state of the facts from another. */
export const factHashes = (folder: URL = FOLDER): readonly string[] =>
  readFactFiles(folder).map(({ sha256 }) => sha256);

/**
 * Loads the facts that the program comes with, where a file is new or has changed; when one has, those after it are read again too.
 * Returns the names of the files it loaded.
 */
export async function loadFacts(tx: Tx, folder: URL = FOLDER): Promise<readonly string[]> {
  const rows = await tx.query<{ name: string; sha256: string }>("select name, sha256 from fact_file");
  const loaded = new Map(rows.map((row) => [row.name, row.sha256]));
  const done: string[] = [];
  for (const { name, text, sha256, load } of readFactFiles(folder)) {
    if (loaded.get(name) === sha256 && done.length === 0) continue;
    await load(tx, text);
    await tx.query(
      `insert into fact_file (name, sha256) values ($1, $2)
       on conflict (name) do update set sha256 = excluded.sha256, loaded_at = now()`,
      [name, sha256],
    );
    done.push(name);
  }
  return done;
}
