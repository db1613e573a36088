import {
  acknowledgeAlarms,
  BULK_LIMIT,
  type BulkReply,
  confirmLeak,
  SHELVE_MAX_H,
  shelveAlarms,
  unshelveAlarms,
} from "#contract/alarms.ts";
import type { Outcome } from "#model/alarms/engine-input.ts";
import type { Actor } from "#model/alarms/record.ts";
import type { Session } from "#server/auth/sessions.ts";
import { findAlarms } from "#server/db/alarms.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { noteDeed } from "./deed.ts";
import { serve } from "./serve.ts";

const HOUR_MS = 3_600_000;

/** The database did not take it: the person must know that nothing was done for certain. */
const late = (cause: unknown): never => {
  const headers = { "retry-after": "5" };
  throw new ProblemError(
    "not_ready",
    "This could not be written down in time; look whether it was done, and try again.",
    { headers, cause },
  );
};

/** Follows a wish about many alarms: only those in sight reach the engine; what was done stands in the audit trail. */
async function bulk(
  { db }: Deps,
  session: Session,
  ip: string,
  wish: { readonly action: string; readonly ids: readonly string[]; readonly comment: string },
  follow: (ids: readonly string[]) => Promise<Outcome[]>,
): Promise<BulkReply> {
  const seen = await db.as(session.scope, (tx) => findAlarms(tx, wish.ids));
  const known = new Map(seen.map((alarm) => [alarm.id, alarm]));
  const outcomes = await follow(wish.ids.filter((id) => known.has(id))).catch(late);
  const reply: BulkReply = { done: [], refused: [] };
  for (const id of wish.ids) if (!known.has(id)) reply.refused.push({ id, why: "not_found" });
  for (const { id, seq, refused } of outcomes) {
    if (refused === undefined) reply.done.push({ id, seq });
    // In sight but unknown to the engine: it is over.
    else reply.refused.push({ id, why: refused === "not_found" ? "not_open" : refused });
  }
  if (reply.done.length > 0) {
    const detail = { alarms: reply.done.map(({ id }) => id), comment: wish.comment };
    const subject = reply.done[0]?.id ?? "";
    await db.asSystem((tx) => noteDeed(tx, session, ip, wish.action, subject, detail));
  }
  return reply;
}

const actorOf = ({ name }: Session, comment: string): Actor => ({ name, comment: comment === "" ? null : comment });

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].slice(0, BULK_LIMIT);

/** What people do to alarms: acknowledge, shelve, unshelve, confirm. */
export const alarmWishRoutes: Routes = (app, deps) => {
  const { service } = deps.alarms;

  serve(app, acknowledgeAlarms, async ({ session, request, body: { ids, comment } }) =>
    bulk(deps, session, request.ip, { action: "alarm.acknowledge", ids: distinct(ids), comment }, (known) =>
      service.acknowledge(known, actorOf(session, comment)),
    ),
  );

  serve(app, shelveAlarms, async ({ session, request, body }) => {
    const until = Date.parse(body.until);
    const now = service.now();
    if (until <= now || until > now + SHELVE_MAX_H * HOUR_MS) {
      const expected = `a time within the next ${SHELVE_MAX_H} hours`;
      throw new ProblemError("bad_request", "An alarm is shelved for a while only.", {
        issues: [{ at: "body.until", expected, received: body.until }],
      });
    }
    const wish = { action: "alarm.shelve", ids: distinct(body.ids), comment: body.reason };
    return bulk(deps, session, request.ip, wish, (known) =>
      service.shelve(known, { by: session.name, reason: body.reason, until }),
    );
  });

  serve(app, unshelveAlarms, async ({ session, request, body: { ids, comment } }) =>
    bulk(deps, session, request.ip, { action: "alarm.unshelve", ids: distinct(ids), comment }, (known) =>
      service.unshelve(known, actorOf(session, comment)),
    ),
  );

  serve(app, confirmLeak, async ({ session, request, body: { ids, comment } }) =>
    bulk(deps, session, request.ip, { action: "alarm.confirm_leak", ids: distinct(ids), comment }, (known) =>
      service.confirmLeak(known, actorOf(session, comment)),
    ),
  );
};
