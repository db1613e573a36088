import { getStatistics } from "#contract/statistics.ts";
import { getStatisticsHexes } from "#contract/statistics-hexes.ts";
import { listRevisions, listStatisticsRows } from "#contract/statistics-routes.ts";
import type { Routes } from "#server/deps.ts";
import { answerQuestion, keepsBack } from "#server/statistics/answer.ts";
import { readHexes } from "#server/statistics/hexes.ts";
import { answerAndRemember, openCell } from "#server/statistics/open-cell.ts";
import { understand } from "#server/statistics/question.ts";
import { movedSince, placeText, readPlace } from "#server/statistics/records.ts";
import { readRevisions } from "#server/statistics/revisions.ts";
import { ToldLately } from "#server/statistics/told-lately.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve } from "./serve.ts";

/** Figures, the records behind them, and why they moved. */
export const statisticsRoutes: Routes = (app, { db, now: clock = Date.now }) => {
  const told = new ToldLately();

  serve(app, getStatistics, async ({ scope, query }) =>
    db.as(scope, (tx) => answerAndRemember(tx, scope, query, told, new Date(clock()))),
  );

  serve(app, listStatisticsRows, async ({ scope, query: { row, column, cursor, limit, ...query } }) => {
    const ask = {
      query,
      cell: { row: row ?? null, column: column ?? null },
      after: readPlace(fromCursor(cursor)),
      limit,
    };
    const { rows, next, isLaterState } = await db.as(scope, (tx) => openCell(tx, scope, ask, told, new Date(clock())));
    return { rows: [...rows], next: next ? toCursor(placeText(next)) : null, isLaterState };
  });

  serve(app, getStatisticsHexes, async ({ scope, query: { sizeM, ...query } }) =>
    db.as(scope, async (tx) => {
      const question = await understand(tx, scope, { ...query, rows: "area" }, new Date(clock()));
      return { sizeM, hexes: await readHexes(tx, question, sizeM), isLaterState: await movedSince(tx, question) };
    }),
  );

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
