import type { Scope } from "#contract/scope.ts";
import { type Statistics, StatisticsQuery } from "#contract/statistics.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import type { Db } from "#server/db/db.ts";
import { AREAS_FROM } from "#server/features/areas-from.ts";
import type { GeometryKind } from "#server/features/property.ts";
import { ProblemError } from "#server/http/problem.ts";
import { readStatistics } from "#server/statistics/answer.ts";
import { isPlace } from "#server/statistics/keys.ts";
import { PLACE_SQL } from "./collection-source.ts";
import type { ExportColumn, ExportRow, ExportSource, Origin, PlaceForm } from "./source.ts";

const text = (name: string, zh: string, en: string): ExportColumn => ({ name, type: "text", zh, en });
const number = (name: string, zh: string, en: string): ExportColumn => ({ name, type: "number", zh, en });

/** The answer as a table: a line for each row, its columns beside each other, and what the figures are of. */
function columnsOf({ measure, columnKeys, columns }: Statistics): readonly ExportColumn[] {
  const { name, unit } = measureOf(measure);
  const inUnit = (of: string, u: string) => (u === "" ? of : `${of} (${u})`);
  const piles = columns === null ? [] : columnKeys;
  return [
    text("line", "编码", "Code"),
    text("line_name", "名称", "Name"),
    number("figure", inUnit(name.zh, unit.zh), inUnit(name.en, unit.en)),
    ...piles.map(({ key, name: said }, i) => number(`c${i}_${key.replace(/\W/g, "_")}`, said ?? key, said ?? key)),
    number("completeness", "完整度", "Completeness"),
    text("measure", "指标", "Measure"),
    text("from_day", "起", "From"),
    text("to_day", "止", "To"),
    text("known_at", "获知时点", "As known"),
  ];
}

/** Figures of a question as a table that leaves the house: what the page shows, small cells kept back, with outlines where its lines are areas. */
export class StatisticsSource implements ExportSource {
  readonly name = "statistics";
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly ExportColumn[];
  readonly geometry: GeometryKind | null;
  readonly #db: Db;
  readonly #scope: Scope;
  readonly #answer: Statistics;

  private constructor(db: Db, scope: Scope, answer: Statistics) {
    const { zh, en } = measureOf(answer.measure).name;
    this.zh = zh;
    this.en = en;
    this.columns = columnsOf(answer);
    this.geometry = isPlace(answer.rows) && answer.rows !== "enterprise" ? "MultiPolygon" : null;
    this.#db = db;
    this.#scope = scope;
    this.#answer = answer;
  }

  /** Asks the question once, under the caller's scope. @throws {ProblemError} 400 for what the catalogue does not allow. */
  static async open(db: Db, scope: Scope, asked: Readonly<Record<string, string>>): Promise<StatisticsSource> {
    const query = StatisticsQuery.safeParse(asked);
    if (!query.success)
      throw new ProblemError(
        "bad_request",
        `statistics: ${query.error.issues.map(({ message }) => message).join("; ")}`,
      );
    const answer = await db.as(scope, (tx) => readStatistics(tx, scope, query.data, new Date()));
    return new StatisticsSource(db, scope, answer);
  }

  async count(): Promise<number> {
    return this.#answer.rowKeys.length;
  }

  async origins(): Promise<readonly Origin[]> {
    const { topic } = measureOf(this.#answer.measure);
    return await this.#db.as(this.#scope, (tx) =>
      tx.query<Origin>(
        `select name as dataset, version, file_name as "fileName", to_char(imported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "importedAt"
           from dataset where name in (select source from stat_cell where topic = $1) order by name`,
        [topic],
      ),
    );
  }

  async read(
    form: PlaceForm,
    onPage: (rows: readonly ExportRow[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { rowKeys, columnKeys, columns, cells, measure, from, to, known } = this.#answer;
    const places = await this.#places(form);
    signal.throwIfAborted();
    const piles = columns === null ? [] : columnKeys;
    const lines = rowKeys.map(() => new Array<number | null>(piles.length).fill(null));
    for (const { row, column, value } of cells) {
      const line = lines[row];
      if (line && column < piles.length) line[column] = value;
    }
    const rows = rowKeys.map(({ key, name, total, completeness }, i) => ({
      values: [key, name ?? key, total, ...(lines[i] ?? []), completeness, measure, from, to, known],
      place: places.get(key) ?? null,
    }));
    await onPage(rows);
  }

  async #places(form: PlaceForm): Promise<ReadonlyMap<string, unknown>> {
    if (this.geometry === null) return new Map();
    const keys = this.#answer.rowKeys.map(({ key }) => key);
    const rows = await this.#db.as(this.#scope, (tx) =>
      tx.query<{ id: string; place: unknown }>(
        `select f.id, ${PLACE_SQL[form]} as place from (${AREAS_FROM}) f where f.id = any($1)`,
        [keys],
      ),
    );
    return new Map(rows.map(({ id, place }) => [id, place]));
  }
}
