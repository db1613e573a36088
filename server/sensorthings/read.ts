import type { Tx } from "#server/db/db.ts";
import { BadQuery } from "#server/features/bad-query.ts";
import type { Filter, Scalar } from "#server/features/cql2/ast.ts";
import { filterCondition } from "#server/features/cql2/to-sql.ts";
import { CRS84 } from "#server/features/crs.ts";
import { type Condition, Params } from "#server/features/params.ts";
import type { Collection } from "#server/features/property.ts";
import { whereSql } from "#server/features/read-page.ts";
import { hrefOf } from "#server/ogc/links.ts";
import { type Options, plainName } from "./options.ts";
import type { EntityRow, EntitySet, Navigation } from "./entity-set.ts";
import { SETS } from "./sets.ts";

/** Entities that one address may answer with at most, those beside others counted. */
const ENTITIES_MOST = 50_000;

export interface Entities {
  readonly entities: readonly object[];
  readonly count: number | null;
  readonly isMore: boolean;
}

type Wish = Pick<Options, "filter" | "sort" | "top" | "skip">;
type Raw = Readonly<Record<string, unknown>>;

const isDatastreamId = (s: Scalar): boolean => s.kind === "property" && plainName(s.name) === "Datastream/id";
const isOfOne = (filter: Filter | null): boolean =>
  filter !== null &&
  ((filter.kind === "compare" && filter.op === "=" && [filter.left, filter.right].some(isDatastreamId)) ||
    (filter.kind === "and" && filter.parts.some(isOfOne)));

const PLACES = ["location", "observedArea", "feature"];
/** Names as the tables of `sets.ts` have them; a place is called by what holds it. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  const node = value as Raw;
  if (node.kind === "property") {
    const name = String(node.name);
    return { ...node, name: PLACES.includes(name) ? "geometry" : plainName(name) };
  }
  return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, renamed(part)]));
}

const rowOf = ({ collection }: EntitySet, raw: Raw): EntityRow =>
  Object.fromEntries(collection.properties.map(({ name }, i) => [name, raw[`p${i}`] ?? null]));

/** What `$orderby` asks for, and last what makes the order whole, so that no page passes over a row or tells it twice. */
const orderOf = ({ tie }: EntitySet, sort: Wish["sort"]): string =>
  [
    ...sort.map(({ property, isDescending }) => `${property.sql} ${isDescending ? "desc" : "asc"} nulls last`),
    tie,
  ].join(", ");

/** Reads entities as the transaction sees them, each with what was asked for beside it: one question a set, however many entities. */
export class Reader {
  readonly #tx: Tx;
  readonly #root: string;
  #entities = 0;

  constructor(tx: Tx, root: string) {
    this.#tx = tx;
    this.#root = root;
  }

  /** A page of a set. `within` are the conditions of the address: an entity above, or a key. */
  async list(set: EntitySet, within: readonly Condition[], options: Options): Promise<Entities> {
    if (set.isOfOne && within.length === 0 && !isOfOne(options.filter))
      throw new BadQuery(
        "$filter",
        "Observations are asked for of one Datastream: /Datastreams('…')/Observations, or Datastream/id eq '…'.",
      );
    const rows = await this.#rows(set, within, options);
    const entities = await this.#told(set, rows.slice(0, options.top), options);
    const count = options.isCounted ? await this.#count(set, within, options) : null;
    return { entities, count, isMore: rows.length > options.top };
  }

  /** The first row, for addresses that go on below it. */
  async row(set: EntitySet, within: readonly Condition[]): Promise<EntityRow | null> {
    return (await this.#rows(set, within, { filter: null, sort: [], top: 1, skip: 0 }))[0] ?? null;
  }

  #where({ collection }: EntitySet, within: readonly Condition[], filter: Filter | null, params: Params): string {
    const own = filter === null ? [] : [filterCondition(collection as Collection, renamed(filter) as Filter, CRS84)];
    return whereSql([...within, ...own], params);
  }

  #page(set: EntitySet, within: readonly Condition[], { filter, sort, top, skip }: Wish, params: Params): string {
    const { from, properties } = set.collection;
    const order = orderOf(set, sort);
    const columns = properties.map(({ sql }, i) => `${sql} as p${i}`).join(", ");
    return `select ${columns}, row_number() over (order by ${order}) as i
              from ${from} where ${this.#where(set, within, filter, params)}
             order by ${order} limit ${params.add(top + 1)}::int offset ${params.add(skip)}::int`;
  }

  async #rows(set: EntitySet, within: readonly Condition[], wish: Wish): Promise<EntityRow[]> {
    const params = new Params();
    const raw = await this.#tx.query<Raw>(this.#page(set, within, wish, params), params.values);
    return raw.map((one) => rowOf(set, one));
  }

  async #count(set: EntitySet, within: readonly Condition[], { filter }: Options): Promise<number> {
    const params = new Params();
    const where = this.#where(set, within, filter, params);
    const [row] = await this.#tx.query<{ n: number }>(
      `select count(*) as n from ${set.collection.from} where ${where}`,
      params.values,
    );
    return row?.n ?? 0;
  }

  /** Rows as the standard tells them, with what stands beside each. */
  async #told(set: EntitySet, rows: readonly EntityRow[], options: Options): Promise<object[]> {
    const { select, expand } = options;
    this.#entities += rows.length;
    if (this.#entities > ENTITIES_MOST)
      throw new BadQuery("$expand", `That is more than ${ENTITIES_MOST} entities at once; ask for fewer with $top.`);
    const isAsked = (name: string): boolean => select === null || select.includes(name);
    const told = rows.map((row): Record<string, unknown> => {
      const self = this.#addressOf(set, row);
      const names = Object.keys(set.navigation).filter((name) => isAsked(name));
      return {
        ...{ "@iot.id": row.id, "@iot.selfLink": self },
        ...Object.fromEntries(Object.entries(set.body(row)).filter(([name]) => isAsked(name))),
        ...Object.fromEntries(names.map((name) => [`${name}@iot.navigationLink`, `${self}/${name}`])),
      };
    });
    for (const { name, options: below } of expand) {
      const way = set.navigation[name] as Navigation;
      const beside = await this.#beside(way, rows, below);
      for (const [n, entity] of told.entries()) {
        const found = beside[n] as Entities;
        delete entity[`${name}@iot.navigationLink`];
        if (found.count !== null) entity[`${name}@iot.count`] = found.count;
        if (found.isMore && way.isMany)
          entity[`${name}@iot.nextLink`] = nextOf(`${this.#addressOf(set, rows[n] as EntityRow)}/${name}`, below);
        entity[name] = way.isMany ? found.entities : (found.entities[0] ?? null);
      }
    }
    return told;
  }

  #addressOf({ name }: EntitySet, { id }: EntityRow): string {
    return `${this.#root}/${name}('${encodeURIComponent(String(id).replaceAll("'", "''"))}')`;
  }

  /** The page beside each of these entities, all with one question. */
  async #beside(
    { set: name, key, on }: Navigation,
    above: readonly EntityRow[],
    options: Options,
  ): Promise<Entities[]> {
    const set = SETS[name];
    const keys = above.map((row) => row[key] ?? null);
    const params = new Params();
    const parents = `unnest(${params.add(keys)}::text[]) with ordinality as parent (key, n)`;
    const ofParent: Condition = () => on("parent.key");
    const raw = await this.#tx.query<Raw>(
      `select parent.n, page.* from ${parents} cross join lateral (${this.#page(set, [ofParent], options, params)}) page
        order by parent.n, page.i`,
      params.values,
    );
    const groups = above.map((): EntityRow[] => []);
    for (const one of raw) groups[Number(one.n) - 1]?.push(rowOf(set, one));
    const shown = groups.map((rows) => rows.slice(0, options.top));
    const told = await this.#told(set, shown.flat(), options);
    const counts = options.isCounted ? await this.#countsBeside(set, on, keys, options) : null;
    const pages: Entities[] = [];
    let at = 0;
    for (const [n, rows] of shown.entries()) {
      const isMore = (groups[n] as EntityRow[]).length > options.top;
      pages.push({ entities: told.slice(at, at + rows.length), count: counts?.[n] ?? null, isMore });
      at += rows.length;
    }
    return pages;
  }

  async #countsBeside(set: EntitySet, on: Navigation["on"], keys: readonly unknown[], { filter }: Options) {
    const params = new Params();
    const parents = `unnest(${params.add(keys)}::text[]) with ordinality as parent (key, n)`;
    const where = this.#where(set, [() => on("parent.key")], filter, params);
    const rows = await this.#tx.query<{ n: number }>(
      `select (select count(*) from ${set.collection.from} where ${where}) as n from ${parents} order by parent.n`,
      params.values,
    );
    return rows.map(({ n }) => n);
  }
}

/** The address of the page after this one, with all that was asked. */
export const nextOf = (here: string, { asked, skip, top }: Options): string =>
  hrefOf(here, asked, { $skip: String(skip + top), $top: String(top) });
