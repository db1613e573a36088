import type { Scope } from "#contract/scope.ts";
import { type Statistics, whereText } from "#contract/statistics.ts";
import type { Question } from "./question.ts";
import type { CellKeys } from "./records.ts";

/** What of an answer was not told. */
interface Untold {
  readonly at: number;
  readonly total: boolean;
  readonly rows: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
  /** Row and column, with a line feed between. */
  readonly cells: ReadonlySet<string>;
}

const MOST = 200;
const FOR_MS = 60_000;

function untoldOf({ rowKeys, columnKeys, cells, total }: Statistics, at: number): Untold {
  const kept = (keys: readonly { readonly key: string; readonly total: number | null }[]) =>
    new Set(keys.filter((one) => one.total === null).map(({ key }) => key));
  return {
    at,
    total: total === null,
    rows: kept(rowKeys),
    columns: kept(columnKeys),
    cells: new Set(
      cells
        .filter(({ value }) => value === null)
        .map(({ row, column }) => `${rowKeys[row]?.key}\n${columnKeys[column]?.key ?? ""}`),
    ),
  };
}

function keyOf({ level, areaCode, enterpriseId }: Scope, question: Question): string {
  const { query, geography, enterprise, rows, columns, from, until, known } = question;
  const asked = [query.measure, geography.place.area, enterprise, rows, columns, from, until, known?.getTime() ?? null];
  return JSON.stringify([level, areaCode, enterpriseId, ...asked, whereText(query.where ?? {})]);
}

/**
 * Which figures of small cells were kept back from whom, for a minute: who opens a figure has just been told it, and its records need not reckon the
 * whole table again to know whether they may be shown. Of one process; nothing in it is told to anybody.
 */
export class ToldLately {
  readonly #kept = new Map<string, Untold>();

  remember(scope: Scope, question: Question, answer: Statistics, at: number): void {
    const key = keyOf(scope, question);
    this.#kept.delete(key);
    this.#kept.set(key, untoldOf(answer, at));
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value as string);
  }

  /** Whether a cell's figure was kept back; null where the question has not been answered in the last minute. */
  isKeptBack(scope: Scope, question: Question, { row, column }: CellKeys, now: number): boolean | null {
    const untold = this.#kept.get(keyOf(scope, question));
    if (untold === undefined || now - untold.at > FOR_MS) return null;
    if (row !== null && column !== null) return untold.cells.has(`${row}\n${column}`);
    if (row !== null) return untold.rows.has(row);
    return column === null ? untold.total : untold.columns.has(column);
  }
}
