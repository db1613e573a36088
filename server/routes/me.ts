import type { Me } from "#contract/session.ts";
import type { Session } from "#server/auth/sessions.ts";
import { findNames } from "#server/db/areas.ts";
import type { Deps } from "#server/deps.ts";

/** The person of a session, as the SPA knows them. */
export async function meOf({ db }: Pick<Deps, "db">, session: Session): Promise<Me> {
  const { account, name, role, scope, csrf, isDemo } = session;
  const names = await db.as(scope, (tx) => findNames(tx, scope.areaCode, scope.enterpriseId));
  const areaName = names.areaName ?? scope.areaCode;
  return { account, name, role, scope, areaName, enterpriseName: names.enterpriseName, csrf, demo: isDemo };
}
