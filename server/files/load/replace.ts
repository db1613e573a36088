import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import type { Tx } from "#server/db/db.ts";
import { type Assigned, CHANGES, findChanges, MOST_TOLD, tellChanges } from "./changes.ts";
import { STAGING } from "./staging.ts";

/** What a kind needs beside its rows. */
export interface ReplaceFacts {
  readonly dataset: string;
  /** The dataset's version that comes to be. */
  readonly version: number;
  readonly sourceCrs: string | null;
  readonly reviewNumber: string | null;
}

type Replace = (tx: Tx, facts: ReplaceFacts) => Promise<void>;

/** Columns that may not be null in the table but may be empty in a file. */
const WHEN_EMPTY: Readonly<Record<string, string>> = {
  dead_band: "0",
  is_critical: "critical_kind is not null",
  safety_staff: "0",
};
const PERSONAL = new Set(["person_name", "phone", "address"]);

const TABLES = {
  station: "station",
  node: "node",
  pipe: "pipe",
  duct: "duct",
  tag: "tag",
  camera: "camera",
  customer: "customer",
  supply: "supply_report",
  hazard: "hazard",
  alarm: "alarm",
} as const satisfies Partial<Record<DatasetKind, string>>;

const cell = (column: string) => (WHEN_EMPTY[column] ? `coalesce(${column}, ${WHEN_EMPTY[column]})` : column);

/** Kinds that the map's snapshot holds: for them it is written down which rows an import changed. */
const IS_TOLD: ReadonlySet<DatasetKind> = new Set(["pipe", "station", "tag"]);

/**
 * Old rows of the dataset out, staged rows in, within the caller's transaction: nobody ever sees half of each. Of a kind whose changes
 * are told, rows that stay as they are are not touched.
 */
export function replacer(kind: DatasetKind): Replace {
  if (kind === "enterprise") return replaceEnterprises;
  if (kind === "reading") return addReadings;
  if (kind === "boundary") return replaceOutlines;
  return async (tx, facts) => {
    const table = TABLES[kind];
    const { fields, geometry } = IMPORT_KINDS[kind];
    const columns = fields.map(({ name }) => name).filter((name) => kind !== "customer" || !PERSONAL.has(name));
    if (kind === "station") columns.push("pinyin", "initials");
    if (geometry) columns.push("geom");
    const assigned: Assigned[] = columns.map((column) => ({ column, value: cell(column) }));
    if (kind === "pipe") assigned.push({ column: "source_crs", value: "$2::text" });
    const parameters = kind === "pipe" ? [facts.sourceCrs ?? "EPSG:4490"] : [];
    if (IS_TOLD.has(kind)) await replaceChanged(tx, table, assigned, facts, parameters);
    else await replaceAll(tx, table, assigned, facts, parameters);
    if (kind === "customer") await replacePersons(tx, facts);
  };
}

type ReplaceRows = (
  tx: Tx,
  table: string,
  assigned: readonly Assigned[],
  facts: ReplaceFacts,
  parameters: readonly string[],
) => Promise<void>;

const insertOf = (table: string, assigned: readonly Assigned[]) =>
  `insert into ${table} (dataset_name, ${assigned.map(({ column }) => column).join(", ")})
   select $1, ${assigned.map(({ value }) => value).join(", ")} from ${STAGING}`;

const replaceAll: ReplaceRows = async (tx, table, assigned, { dataset }, parameters) => {
  await tx.query(`delete from ${table} where dataset_name = $1`, [dataset]);
  await tx.query(insertOf(table, assigned), [dataset, ...parameters]);
};

const replaceChanged: ReplaceRows = async (tx, table, assigned, facts, parameters) => {
  const { dataset, version } = facts;
  const count = await findChanges(tx, table, assigned, dataset, parameters);
  const isWhole = count === null || count > MOST_TOLD;
  if (isWhole) await replaceAll(tx, table, assigned, facts, parameters);
  else if (count > 0) {
    const of = (change: string) => `id in (select id from ${CHANGES} where change <> '${change}')`;
    await tx.query(`delete from ${table} where dataset_name = $1 and ${of("added")}`, [dataset]);
    await tx.query(`${insertOf(table, assigned)} where ${of("removed")}`, [dataset, ...parameters]);
  }
  await tellChanges(tx, dataset, version, isWhole);
};

const replacePersons: Replace = async (tx, { dataset }) => {
  await tx.query("delete from customer_person where dataset_name = $1", [dataset]);
  await tx.query(
    `insert into customer_person (customer_id, dataset_name, area_code, enterprise_id, person_name, phone, address)
     select id, $1, area_code, enterprise_id, person_name, phone, address from ${STAGING}
      where person_name is not null or phone is not null or address is not null`,
    [dataset],
  );
};

const replaceEnterprises: Replace = async (tx, { dataset }) => {
  for (const table of ["enterprise_licence", "enterprise_area"])
    await tx.query(`delete from ${table} where enterprise_id in (select id from enterprise where dataset_name = $1)`, [
      dataset,
    ]);
  await tx.query("delete from enterprise where dataset_name = $1", [dataset]);
  await tx.query(
    `insert into enterprise (id, dataset_name, name, area_code, credit_code, safety_staff, duty_phone, pinyin, initials)
     select distinct on (id) id, $1, name, area_code, credit_code, coalesce(safety_staff, 0),
            case when duty_phone ~ '^[0-9+() -]{5,30}$' then duty_phone end, pinyin, initials
       from ${STAGING} order by id, line`,
    [dataset],
  );
  await tx.query(
    `insert into enterprise_licence (enterprise_id, area_code, kind, number, expires)
     select r.id, e.area_code, r.licence_kind, r.licence_number, r.licence_expires
       from ${STAGING} r join enterprise e on e.id = r.id`,
  );
  await tx.query(
    `insert into enterprise_area (enterprise_id, area_code)
     select id, area_code from ${STAGING}
      union
     select id, unnest(string_to_array(work_areas, ';')) from ${STAGING} where work_areas is not null`,
  );
};

/** Readings are added, never replaced: one that is there already, by tag and time, stays as it is. */
const addReadings: Replace = async (tx) => {
  const months = await tx.query<{ month: string }>(
    `select distinct date_trunc('month', t at time zone 'UTC')::date as month from ${STAGING}`,
  );
  for (const { month } of months) await tx.query("select ensure_reading_partition($1::date)", [month]);
  await tx.query(
    `insert into reading (tag_id, t, area_code, enterprise_id, v, q)
     select r.tag_id, r.t, g.area_code, g.enterprise_id, r.v, coalesce(r.q, 0)
       from ${STAGING} r join tag g on g.id = r.tag_id
     on conflict (tag_id, t) do nothing`,
  );
  await tx.query(
    `insert into latest (tag_id, area_code, enterprise_id, t, v, q)
     select distinct on (r.tag_id) r.tag_id, g.area_code, g.enterprise_id, r.t, r.v, coalesce(r.q, 0)
       from ${STAGING} r
       join (select tag_id, max(t) as t from ${STAGING} group by tag_id) newest using (tag_id, t)
       join tag g on g.id = r.tag_id
      order by r.tag_id, r.line
     on conflict (tag_id) do update set t = excluded.t, v = excluded.v, q = excluded.q
      where excluded.t > latest.t`,
  );
};

/** An official outline takes the place of the indicative one of the same code; a code that this file lacks keeps what it has. */
const replaceOutlines: Replace = async (tx, { dataset, reviewNumber }) => {
  await tx.query(
    `insert into outline (code, name, level, is_indicative, source, review_number, geom)
     select r.code, coalesce(d.name, s.name, r.name, r.code), coalesce(d.level, 'city'), false, $1, $2, r.geom
       from ${STAGING} r
       left join division d on d.code = r.code
       left join supervision_unit s on s.code = r.code
     on conflict (code) do update set (name, level, is_indicative, source, review_number, geom)
      = (excluded.name, excluded.level, excluded.is_indicative, excluded.source, excluded.review_number, excluded.geom)`,
    [dataset, reviewNumber],
  );
};
