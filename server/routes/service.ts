import { getHealth, getReady } from "#contract/service.ts";
import { getWelcome } from "#contract/session.ts";
import { findSessionOf } from "#server/auth/guard.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { VERSION } from "#server/version.ts";
import { meOf } from "./me.ts";
import { serveOpen } from "./serve.ts";

const READY_WITHIN_MS = 5_000;

async function databaseAnswers(db: Deps["db"]): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), READY_WITHIN_MS).unref();
  });
  const asked = db
    .asSystem((tx) => tx.query("select 1"))
    .then(
      () => true,
      () => false,
    );
  return Promise.race([asked, late]);
}

function snapshotVersion(snapshots: Deps["snapshots"]): string | null {
  try {
    return snapshots.current().version;
  } catch {
    return null;
  }
}

export const serviceRoutes: Routes = (app, { db, snapshots, broker, config, isDemo }) => {
  serveOpen(app, getHealth, () => ({ status: "ok" as const }));

  serveOpen(app, getReady, async () => {
    const snapshot = snapshotVersion(snapshots);
    const missing = [
      ...((await databaseAnswers(db)) ? [] : ["database"]),
      ...(snapshot === null ? ["snapshot"] : []),
      ...(broker.isReady() ? [] : ["broker"]),
    ];
    if (snapshot === null || missing.length > 0) {
      throw new ProblemError("not_ready", `Not there yet: ${missing.join(", ")}.`, { headers: { "retry-after": "1" } });
    }
    return { status: "ready" as const, engine: db.engine, snapshot };
  });

  serveOpen(app, getWelcome, async ({ request }) => {
    const session = await findSessionOf(request);
    // A database that is away does not keep the page from opening: who it is is asked again, and that answer says what is wrong.
    const me = session && (await meOf({ db }, session).catch(() => undefined));
    return { name: config.SITE_NAME, demo: isDemo(), version: VERSION, me };
  });
};
