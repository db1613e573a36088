import type { Role, Scope } from "#contract/scope.ts";
import type { Db } from "#server/db/db.ts";
import { readEnvelope, recordOf } from "./conflicts.ts";
import type { Ledger } from "./receive.ts";

const AT_ONCE = 200;

interface Held {
  readonly id: string;
  readonly hash: string;
  readonly body: string;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly level: Scope["level"];
  readonly areaCode: string;
  readonly enterpriseId: string | null;
}

/**
 * Tries once more what was held because its door, pipe or hazard was not known: an import may have brought it since. Its sender must see it,
 * as they stand today. Returns how many were taken.
 */
export async function retryHeld(db: Pick<Db, "asSystem">, ledger: Ledger): Promise<number> {
  const held = await db.asSystem((tx) =>
    tx.query<Held>(
      `select r.id, r.hash, e.body, a.account, a.name, a.role, a.level, a.area_code as "areaCode", a.enterprise_id as "enterpriseId"
         from field_record r join field_envelope e on e.record_id = r.id and e.hash = r.hash join account a on a.account = r.sent_by
        where r.state = 'held' and r.reasons @> array['unknown_subject']
        order by r.received_at limit ${AT_ONCE}`,
    ),
  );
  let taken = 0;
  for (const { id: _, hash, body, account, name, role, level, areaCode, enterpriseId } of held) {
    const judge = { account, name, role, scope: { level, areaCode, enterpriseId } };
    const came = await db.asSystem((tx) => ledger.again(tx, judge, recordOf(readEnvelope(body)), hash));
    if (came.hold === null) taken += 1;
  }
  return taken;
}
