import { listAccounts, listAudit, revokeSessions } from "#contract/session.ts";
import { listAccounts as readAccounts, unlockAccount } from "#server/db/accounts.ts";
import { appendAudit, isChainIntact, listAudit as readAudit } from "#server/db/audit.ts";
import type { Routes } from "#server/deps.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import { serve } from "./serve.ts";

const CHAIN_CHECK_MS = 60_000;

/** Runs `check` at most once in `everyMs`; callers meanwhile share the answer, and a failed check is not kept. */
function nowAndThen<T>(check: () => Promise<T>, everyMs: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at >= everyMs) {
      const answer = check();
      const mine = { at: Date.now(), answer };
      last = mine;
      answer.catch(() => {
        if (last === mine) last = undefined;
      });
    }
    return last.answer;
  };
}

export const accountRoutes: Routes = (app, { db, sessions }) => {
  const chain = nowAndThen(() => db.asSystem(isChainIntact), CHAIN_CHECK_MS);

  serve(app, listAccounts, async ({ scope, session: { role } }) => ({
    accounts: await db.as(scope, readAccounts, { role }),
  }));

  serve(app, revokeSessions, async ({ params, scope, session, request }) => {
    const inSight = await db.as(scope, readAccounts, { role: session.role });
    const target = inSight.find(({ account }) => account === params.account);
    if (!target) throw notFound("account");
    const revoked = await sessions.endAll(target.account);
    await db.asSystem(async (tx) => {
      await unlockAccount(tx, target.account);
      const { areaCode, enterpriseId } = target.scope;
      const entry = {
        action: "account.revoked",
        account: session.account,
        subject: target.account,
        detail: { revoked },
      };
      await appendAudit(tx, { ...entry, areaCode, enterpriseId, ip: request.ip });
    });
    return { revoked };
  });

  serve(app, listAudit, async ({ query: { cursor, limit }, scope, session: { role } }) => {
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
      throw new ProblemError("bad_request", "The cursor is not one of ours.");
    }
    const [rows, chainIntact] = [
      await db.as(scope, (tx) => readAudit(tx, cursor ?? null, limit), { role }),
      await chain(),
    ];
    const next = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
    return { rows, next, chainIntact };
  });
};
