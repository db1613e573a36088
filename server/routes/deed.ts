import type { Session } from "#server/auth/sessions.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Tx } from "#server/db/db.ts";

/** Writes what a person did into the audit trail, within their own area. Appenders wait for each other: do it last in a transaction. */
export function noteDeed(
  tx: Tx,
  { account, scope }: Session,
  ip: string,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { areaCode, enterpriseId } = scope;
  return appendAudit(tx, { action, account, subject, areaCode, enterpriseId, ip, detail });
}
