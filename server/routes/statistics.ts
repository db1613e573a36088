import { getStatistics, listRevisions, listStatisticsRows } from "#contract/statistics-routes.ts";
import type { Routes } from "#server/deps.ts";
import { answerQuestion, keepsBack, readStatistics } from "#server/statistics/answer.ts";
import { understand } from "#server/statistics/question.ts";
import { movedSince, placeText, readPlace, readRecords } from "#server/statistics/records.ts";
import { readRevisions } from "#server/statistics/revisions.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

/** Figures, the records behind them, and why they moved. */
export const statisticsRoutes: Routes = (app, { db, now: clock = Date.now }) => {
  serve(app, getStatistics, async ({ scope, query }) =>
    db.as(scope, (tx) => readStatistics(tx, scope, query, new Date(clock()))),
  );

  serve(app, listStatisticsRows, async ({ scope, query: { row, column, cursor, limit, ...query } }) => {
    const after = readPlace(fromCursor(cursor));
    return await db.as(scope, async (tx) => {
      const now = new Date(clock());
      const question = await understand(tx, scope, query, now);
      const cell = { row: row ?? null, column: column ?? null };
      if (keepsBack(question, scope) && (await isKeptBack(tx, cell)))
        return { rows: [], next: null, isLaterState: false };
      const { rows, next } = await readRecords(tx, question, cell, after, limit);
      return {
        rows,
        next: next ? toCursor(placeText(next)) : null,
        isLaterState: await movedSince(tx, question),
      };

      async function isKeptBack(inner: typeof tx, { row: line, column: pile }: typeof cell): Promise<boolean> {
        const { rowKeys, columnKeys, cells, total } = await answerQuestion(inner, scope, question, now);
        const [r, c] = [rowKeys.findIndex(({ key }) => key === line), columnKeys.findIndex(({ key }) => key === pile)];
        if (line !== null && pile !== null)
          return cells.some((one) => one.row === r && one.column === c && one.value === null);
        if (line !== null) return rowKeys[r]?.total === null;
        return pile === null ? total === null : columnKeys[c]?.total === null;
      }
    });
  });

  serve(app, listRevisions, async ({ scope, query: { row, since, ...query } }) =>
    db.as(scope, async (tx) => {
      const now = new Date(clock());
      const question = await understand(tx, scope, query, now);
      const then = await understand(tx, scope, { ...query, known: since }, now);
      const figure = async (of: typeof question) => {
        const { rowKeys, total } = await answerQuestion(tx, scope, of, now);
        return row === undefined ? total : (rowKeys.find(({ key }) => key === row)?.total ?? 0);
      };
      const cell = { row: row ?? null, column: null };
      const told = await readRevisions(tx, question, cell, new Date(since), keepsBack(question, scope));
      return { before: await figure(then), after: await figure(question), ...told };
    }),
  );
};
