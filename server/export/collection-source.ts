import type { ExportWish } from "#contract/exports.ts";
import type { Scope } from "#contract/scope.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { orBadQuery } from "#server/features/bad-query.ts";
import { COLLECTIONS } from "#server/features/collections.ts";
import { parseCql2 } from "#server/features/cql2/parse.ts";
import { filterCondition } from "#server/features/cql2/to-sql.ts";
import { CRS84 } from "#server/features/crs.ts";
import { type Condition, Params } from "#server/features/params.ts";
import type { Collection } from "#server/features/property.ts";
import { bboxCondition, whereSql } from "#server/features/read-page.ts";
import { ChangedMeanwhile, type ExportRow, type ExportSource, type Origin, type PlaceForm } from "./source.ts";

/** Rows a page: some tens of milliseconds of anybody's time. */
const PAGE = 2_000;

/** Rows a fetch of a cursor: few, so that they are garbage before the collector takes them for something lasting. */
const FETCH = 200;
/**
 * The planner takes a policy for a condition that one row in two hundred meets, and looks through all enterprises for each row that it finds; whoever
 * reads a table to its end joins it by hashes.
 */
const JOIN_WHOLE = "set local enable_nestloop = off";

/** A place of `f` in each form, as SQL. */
export const PLACE_SQL: Readonly<Record<PlaceForm, string>> = {
  wkb: "st_asbinary(f.geom, 'NDR')",
  hexwkb: "encode(st_asbinary(f.geom, 'NDR'), 'hex')",
  geojson: "st_asgeojson(f.geom, 8, 0)",
  wkt: "st_astext(f.geom, 8)",
  point: `case when f.geom is not null then (select array[st_x(p.at), st_y(p.at)] from (select st_pointonsurface(f.geom) as at) p) end`,
};

/** Which datasets hold the rows of a collection. */
const DATASET_KINDS: Readonly<Record<Collection["id"], readonly string[]>> = {
  areas: [],
  enterprises: ["enterprise"],
  stations: ["station"],
  pipes: ["pipe"],
  ducts: ["duct"],
  tags: ["tag", "station", "node"],
  hazards: ["hazard"],
};

/** The area of areas is they themselves; enterprises are where they work. */
const AREA_SQL: Readonly<Partial<Record<Collection["id"], (codes: string) => string>>> = {
  areas: (codes) => `f.id in ${codes}`,
  enterprises: (codes) => `f.id in (select w.enterprise_id from enterprise_area w where w.area_code in ${codes})`,
};

const areaCondition =
  ({ id }: Collection, area: string): Condition =>
  (params) =>
    (AREA_SQL[id] ?? ((codes) => `f.area_code in ${codes}`))(COUNTIES_OF(`${params.add(area)}::text`));

function conditionsOf(collection: Collection, { area, bbox, filter }: ExportWish): Condition[] {
  return [
    ...(area === undefined ? [] : [areaCondition(collection, area)]),
    ...(bbox === undefined ? [] : [bboxCondition(collection, bbox, CRS84)]),
    ...(filter === undefined ? [] : [filterCondition(collection, parseCql2(filter), CRS84)]),
  ];
}

type Raw = Readonly<Record<string, unknown>>;

/** A collection, or the part of it that a wish leaves, under a person's scope. */
export class CollectionSource implements ExportSource {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: Collection["properties"];
  readonly geometry: Collection["geometry"];
  readonly #db: Db;
  readonly #scope: Scope;
  readonly #collection: Collection;
  readonly #conditions: readonly Condition[];

  /** Throws `BadQuery` when the filter makes no sense. */
  constructor(db: Db, scope: Scope, wish: ExportWish) {
    const collection = COLLECTIONS[wish.collection];
    this.#db = db;
    this.#scope = scope;
    this.#collection = collection;
    this.#conditions = conditionsOf(collection, wish);
    this.name = collection.id;
    this.zh = collection.zh;
    this.en = collection.en;
    this.columns = collection.properties;
    this.geometry = collection.geometry;
    // Names and types are looked up when the text is made: now, not in the middle of the work.
    whereSql(this.#conditions, new Params());
  }

  async count(): Promise<number> {
    const params = new Params();
    const where = whereSql(this.#conditions, params);
    const text = `select count(*) as n from ${this.#collection.from} where ${where}`;
    const [row] = await orBadQuery(() => this.#as((tx) => tx.query<{ n: number }>(text, params.values)));
    return row?.n ?? 0;
  }

  async origins(): Promise<readonly Origin[]> {
    return await this.#as((tx) =>
      tx.query<Origin>(
        `select name as dataset, version, file_name as "fileName", to_char(imported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "importedAt"
           from dataset where kind = any ($1) order by name`,
        [[...DATASET_KINDS[this.#collection.id]]],
      ),
    );
  }

  async read(
    form: PlaceForm,
    onPage: (rows: readonly ExportRow[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    await orBadQuery(() =>
      this.#db.engine === "native" ? this.#readAtOnce(form, onPage, signal) : this.#readInPages(form, onPage, signal),
    );
  }

  #as<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.as(this.#scope, run);
  }

  #select(form: PlaceForm, params: Params, after: string | null): string {
    const { from, properties, geometry } = this.#collection;
    const where = whereSql(this.#conditions, params);
    const begin = after === null ? "" : ` and f.id > ${params.add(after)}::text`;
    const values = properties.map(({ sql }, i) => `${sql} as p${i}`).join(", ");
    const place = geometry === null ? "null" : PLACE_SQL[form];
    return `select f.id as row_id, ${values}, ${place} as place from ${from} where ${where}${begin} order by f.id`;
  }

  #rowsOf(raw: readonly Raw[]): ExportRow[] {
    const names = this.columns.map((_, i) => `p${i}`);
    return raw.map((one) => ({ values: names.map((name) => one[name] ?? null), place: one.place ?? null }));
  }

  /**
   * One statement, and so one state of the table, read through a cursor: a server has connections enough to give one away for a while. It reads the
   * next page while this one is written.
   */
  async #readAtOnce(
    form: PlaceForm,
    onPage: (rows: readonly ExportRow[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#as(async (tx) => {
      const params = new Params();
      await tx.exec(JOIN_WHOLE);
      await tx.query(`declare export_rows no scroll cursor for ${this.#select(form, params, null)}`, params.values);
      const fetchPage = () => {
        const page = tx.query<Raw>(`fetch ${FETCH} from export_rows`);
        // It may fail while the page before is written, when nobody waits for it yet: whoever takes it hears of that.
        page.catch(() => undefined);
        return page;
      };
      let next = fetchPage();
      try {
        for (;;) {
          signal.throwIfAborted();
          const raw = await next;
          if (raw.length === 0) return;
          next = fetchPage();
          await onPage(this.#rowsOf(raw));
        }
      } finally {
        // A transaction is given back with nothing under way.
        await next.catch(() => undefined);
      }
    });
  }

  /** The embedded database has one connection, which everybody waits for: it is lent a page at a time, and what changed meanwhile is noticed. */
  async #readInPages(
    form: PlaceForm,
    onPage: (rows: readonly ExportRow[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const before = await this.#state();
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const params = new Params();
      const text = `${this.#select(form, params, after)} limit ${PAGE}`;
      const raw: readonly Raw[] = await this.#as((tx) => tx.query<Raw>(text, params.values));
      await onPage(this.#rowsOf(raw));
      if (raw.length < PAGE) break;
      after = String(raw.at(-1)?.row_id);
    }
    if ((await this.#state()) !== before) throw new ChangedMeanwhile("an import replaced rows while they were read");
  }

  async #state(): Promise<string> {
    return JSON.stringify(await this.origins());
  }
}
