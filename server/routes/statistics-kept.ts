import {
  freezeStatistics,
  getStatisticsReport,
  listStatisticsNotes,
  listStatisticsReports,
  listStatisticsViews,
  removeStatisticsNote,
  removeStatisticsView,
  saveStatisticsView,
  verifyStatisticsReport,
  writeStatisticsNote,
} from "#contract/statistics-routes.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { asked, freeze, verify } from "#server/statistics/freeze.ts";
import * as kept from "#server/statistics/keep.ts";
import { nextTime } from "#server/statistics/schedule.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { noteDeed } from "./deed.ts";
import { serve } from "./serve.ts";

const views: Routes = (app, { db, now = Date.now }) => {
  serve(app, listStatisticsViews, async ({ scope, session }) => {
    const found = await db.as(scope, kept.listViews);
    return { views: found.map((view) => ({ ...view, isMine: view.owner === session.account })) };
  });

  serve(app, saveStatisticsView, async ({ scope, session, params: { id }, body, request }) => {
    const { name, search, query, every } = body;
    const nextAt = every === null ? null : nextTime(every, new Date(now()));
    const { account: owner, name: ownerName } = session;
    const view = { id, scope, name, search, query: asked(query), every, nextAt, owner, ownerName };
    const stored = await db.asSystem(async (tx) => {
      if (!(await kept.putView(tx, view))) return null;
      const written = await kept.findView(tx, id);
      await noteDeed(tx, session, request.ip, "statistics.view_saved", id, { name, every });
      return written;
    });
    // Whose it is, is not told: it may be out of sight.
    if (stored === null) throw new ProblemError("conflict", "A different view has this id.");
    return { ...stored, isMine: true };
  });

  serve(app, removeStatisticsView, async ({ scope, session, params: { id }, request }) => {
    const found = await db.as(scope, (tx) => kept.findView(tx, id));
    if (found === null) throw notFound("view");
    if (found.owner !== session.account) throw new ProblemError("forbidden", "Only its owner may remove a view.");
    await db.asSystem(async (tx) => {
      if (await kept.dropView(tx, id, session.account))
        await noteDeed(tx, session, request.ip, "statistics.view_removed", id, { name: found.name });
    });
    return { removed: true as const };
  });
};

const reports: Routes = (app, { db, now = Date.now }) => {
  serve(app, listStatisticsReports, async ({ scope, query: { cursor, limit } }) => {
    const place = fromCursor(cursor)?.split("\n");
    const after = place === undefined ? null : { frozenAt: place[0] ?? "", id: place[1] ?? "" };
    if (after !== null && !(Date.parse(after.frozenAt) > 0))
      throw new ProblemError("bad_request", "The cursor is not one of ours.");
    const found = await db.as(scope, (tx) => kept.listReports(tx, after, limit + 1));
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { reports: page, next: found.length > limit && last ? toCursor(`${last.frozenAt}\n${last.id}`) : null };
  });

  serve(app, freezeStatistics, async ({ scope, session, body: { id, name, query }, request }) => {
    const { answer, text, sha256 } = await db.as(scope, (tx) => freeze(tx, scope, query));
    const { account: owner, name: ownerName } = session;
    const { measure } = query;
    const report = {
      id,
      scope,
      name,
      viewId: null,
      owner,
      ownerName,
      measure,
      known: new Date(answer.known),
      text,
      sha256,
    };
    const stored = await db.asSystem(async (tx) => {
      const isNew = await kept.insertReport(tx, report);
      const found = await kept.findReport(tx, id);
      if (isNew) await noteDeed(tx, session, request.ip, "statistics.frozen", id, { name, measure, sha256 });
      return found;
    });
    // Sent twice, it is the report of the first time.
    if (stored?.owner !== owner || stored.name !== name)
      throw new ProblemError("conflict", "A different report has this id.");
    return stored;
  });

  serve(app, getStatisticsReport, async ({ scope, params: { id } }) => {
    const found = await db.as(scope, (tx) => kept.findReport(tx, id));
    if (found === null) throw notFound("report");
    return found;
  });

  serve(app, verifyStatisticsReport, async ({ scope, params: { id } }) => {
    const found = await db.as(scope, (tx) => kept.findReport(tx, id));
    if (found === null) throw notFound("report");
    const at = new Date(now());
    return { id, sha256: found.sha256, ...(await verify(db, found, at)), verifiedAt: at.toISOString() };
  });
};

const notes: Routes = (app, { db }) => {
  serve(app, listStatisticsNotes, async ({ scope, session, query: { measure } }) => {
    const found = await db.as(scope, (tx) => kept.listNotes(tx, measure));
    return { notes: found.map((note) => ({ ...note, isMine: note.author === session.account })) };
  });

  serve(app, writeStatisticsNote, async ({ scope, session, body, request }) => {
    const { account: author, name: authorName } = session;
    const stored = await db.asSystem(async (tx) => {
      const isNew = await kept.insertNote(tx, { ...body, scope, author, authorName });
      const found = await kept.findNote(tx, body.id);
      if (isNew) await noteDeed(tx, session, request.ip, "statistics.note_written", body.measure, { ...body });
      return found;
    });
    const isSame = stored?.author === author && stored.note === body.note && stored.measure === body.measure;
    if (!isSame) throw new ProblemError("conflict", "A different note has this id.");
    return { ...stored, isMine: true };
  });

  serve(app, removeStatisticsNote, async ({ scope, session, params: { id }, request }) => {
    const found = await db.as(scope, (tx) => kept.findNote(tx, id));
    if (found === null) throw notFound("note");
    if (found.author !== session.account) throw new ProblemError("forbidden", "Only its author may take a note back.");
    await db.asSystem(async (tx) => {
      if (await kept.dropNote(tx, id, session.account))
        await noteDeed(tx, session, request.ip, "statistics.note_removed", found.measure, { note: found.note });
    });
    return { removed: true as const };
  });
};

/** What people keep of the statistics: views by name, frozen reports, notes. */
export const statisticsKeptRoutes: Routes = async (app, deps) => {
  for (const part of [views, reports, notes]) await part(app, deps);
};
