import { listAnnotations, removeAnnotation, writeAnnotation } from "#contract/history.ts";
import {
  findAnnotation,
  findTagOwner,
  insertAnnotation,
  listAnnotations as readAnnotations,
  removeAnnotation as dropAnnotation,
} from "#server/db/annotations.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

export const annotationRoutes: Routes = (app, { db }) => {
  serve(app, listAnnotations, async ({ scope, query: { tags, from, to } }) => ({
    annotations: await db.as(scope, (tx) => readAnnotations(tx, tags, new Date(from), new Date(to))),
  }));

  serve(app, writeAnnotation, async ({ scope, session, body, request }) => {
    const owner = await db.as(scope, (tx) => findTagOwner(tx, body.tagId));
    if (owner === null) throw notFound("tag");
    const { account, name } = session;
    const stored = await db.asSystem(async (tx) => {
      const isNew = await insertAnnotation(tx, { ...body, author: account, authorName: name }, owner);
      const kept = await findAnnotation(tx, body.id);
      if (isNew) {
        const entry = { action: "annotation.written", account, subject: body.tagId, detail: { ...body } };
        await appendAudit(tx, { ...entry, ...owner, ip: request.ip });
      }
      return kept;
    });
    const isSame =
      stored?.author === account &&
      stored.tagId === body.tagId &&
      stored.note === body.note &&
      Date.parse(stored.at) === Date.parse(body.at);
    // Whose it is, is not told: the id may be of a note out of sight.
    if (!isSame) throw new ProblemError("conflict", "A different note has this id.");
    return stored;
  });

  serve(app, removeAnnotation, async ({ scope, session: { account }, params: { id }, request }) => {
    const found = await db.as(scope, (tx) => findAnnotation(tx, id));
    if (found === null) throw notFound("note");
    if (found.author !== account) throw new ProblemError("forbidden", "Only its author may take a note back.");
    await db.asSystem(async (tx) => {
      if (!(await dropAnnotation(tx, id, account))) return;
      const owner = await findTagOwner(tx, found.tagId);
      const entry = { action: "annotation.removed", account, subject: found.tagId, detail: { ...found } };
      await appendAudit(tx, { ...entry, ...owner, ip: request.ip });
    });
    return { removed: true as const };
  });
};
