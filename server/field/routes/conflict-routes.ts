import type { Json } from "#contract/field/canonical.ts";
import { type Conflict, listConflicts, resolveConflict } from "#contract/field/records.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Tx } from "#server/db/db.ts";
import type { App, Deps } from "#server/deps.ts";
import { consentOf } from "#server/field/consents.ts";
import {
  findConflict,
  listConflicts as readConflicts,
  recordOf,
  resolveConflict as settleConflict,
} from "#server/field/ledger/conflicts.ts";
import { maskRecord, withoutWay } from "#server/field/ledger/mask.ts";
import type { FieldSide } from "#server/field/side.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "#server/routes/deed.ts";
import { serve } from "#server/routes/serve.ts";

/** Contents that came under one id, and a person's decision between them. */
export function conflictRoutes(app: App, { db }: Deps, { ledger }: FieldSide): void {
  serve(app, listConflicts, async ({ session, scope, query: { area, state } }) => {
    const conflicts = await db.as(scope, (tx) => readConflicts(tx, area, state));
    const authors = [...new Set(conflicts.map(({ author }) => author))];
    const seen = await db.asSystem(async (tx) => {
      const agreed = new Set<string>([session.account]);
      for (const author of authors) if ((await consentOf(tx, author))?.state === "accepted") agreed.add(author);
      return agreed;
    });
    type Content = (typeof conflicts)[number]["kept"];
    const shown = ({ author, enterpriseId }: (typeof conflicts)[number]) => {
      const way = (content: Json) => (seen.has(author) ? content : withoutWay(content));
      const names = (content: Json) => (session.scope.enterpriseId === enterpriseId ? content : maskRecord(content));
      return (content: Content) => names(way(content as Json)) as Content;
    };
    return {
      conflicts: conflicts.map((conflict) => {
        const show = shown(conflict);
        return { ...conflict, kept: show(conflict.kept), other: show(conflict.other) };
      }),
    };
  });

  /** Throws where the other content cannot stand; then nothing is decided. */
  async function keepOther(tx: Tx, session: Session, { other, otherHash }: Conflict): Promise<void> {
    if (other["id"] === undefined) throw new ProblemError("conflict", "The other content was given up after 30 days.");
    const { hold } = await ledger.again(tx, session, recordOf(other), otherHash);
    if (hold !== null) throw new ProblemError("conflict", `The other content cannot stand: ${hold.detail}.`);
  }

  serve(app, resolveConflict, async ({ session, scope, request, params: { id }, body: { resolution, note } }) => {
    const conflict = await db.as(scope, (tx) => findConflict(tx, id));
    if (conflict === null) throw notFound("conflict");
    await db.asSystem(async (tx) => {
      if (!(await settleConflict(tx, { id, resolution, note, by: session.name })))
        throw new ProblemError("conflict", "Somebody has decided already.");
      if (resolution === "keep_other") await keepOther(tx, session, conflict);
      await noteDeed(tx, session, request.ip, "field.conflict_resolved", conflict.recordId, { resolution, note });
    });
    const settled = await db.as(scope, (tx) => findConflict(tx, id));
    if (settled === null) throw notFound("conflict");
    return settled;
  });
}
