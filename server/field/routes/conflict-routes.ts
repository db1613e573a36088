import { getConflict, listConflicts, reopenConflict, resolveConflict } from "#contract/field/conflicts.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { App, Deps } from "#server/deps.ts";
import {
  countOpen,
  type FoundConflict,
  findConflict,
  listConflicts as readConflicts,
} from "#server/field/ledger/conflicts.ts";
import { type Decided, decide, reopen } from "#server/field/ledger/decide.ts";
import { mayOf, showConflict } from "#server/field/ledger/show-conflict.ts";
import { CannotStand } from "#server/field/ledger/withdraw.ts";
import type { FieldSide } from "#server/field/side.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { keyOf, toCursor } from "#server/routes/cursor.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

/** Contents that came under one id, and a person's decision between them. */
export function conflictRoutes(app: App, { db }: Deps, { ledger, now }: FieldSide): void {
  serve(app, listConflicts, async ({ scope, query: { cursor, limit, ...where } }) => {
    const after = keyOf(cursor);
    return await db.as(scope, async (tx) => {
      const { conflicts, next } = await readConflicts(tx, where, after, limit);
      return { conflicts, next: next === null ? null : toCursor(next.join("\n")), open: await countOpen(tx, where) };
    });
  });

  async function inSight(session: Session, id: string): Promise<FoundConflict> {
    const found = await db.as(session.scope, (tx) => findConflict(tx, id));
    if (found === null) throw notFound("conflict");
    return found;
  }

  async function toDecide(session: Session, id: string): Promise<FoundConflict> {
    const found = await inSight(session, id);
    if (mayOf(session, found) === "own")
      throw new ProblemError("forbidden", "Who wrote or sent one of the two does not decide between them.");
    return found;
  }

  function refuse(decided: Decided): void {
    if (decided.is === "refused") throw new ProblemError("conflict", decided.detail);
  }

  serve(
    app,
    getConflict,
    async ({ session, params: { id } }) => await showConflict(db, session, await inSight(session, id)),
  );

  serve(app, resolveConflict, async ({ session, request, params, body: { id, resolution, note } }) => {
    const seen = await toDecide(session, params.id);
    try {
      await db.asSystem(async (tx) => {
        const find = () => findConflict(tx, params.id);
        const decided = await decide(tx, ledger, find, { id, note, resolution, by: session }, now());
        refuse(decided);
        const detail = { conflict: params.id, resolution, note };
        if (decided.is === "done")
          await noteDeed(tx, session, request.ip, "field.conflict_resolved", seen.line.recordId, detail);
      });
    } catch (error) {
      if (error instanceof CannotStand) throw new ProblemError("conflict", error.message);
      throw error;
    }
    return await showConflict(db, session, await inSight(session, params.id));
  });

  serve(app, reopenConflict, async ({ session, request, params, body: { id, note } }) => {
    const seen = await toDecide(session, params.id);
    await db.asSystem(async (tx) => {
      const decided = await reopen(tx, seen, { id, note, by: session });
      refuse(decided);
      const detail = { conflict: params.id, note };
      if (decided.is === "done")
        await noteDeed(tx, session, request.ip, "field.conflict_reopened", seen.line.recordId, detail);
    });
    return await showConflict(db, session, await inSight(session, params.id));
  });
}
