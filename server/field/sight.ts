import type { Scope } from "#contract/scope.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Tx } from "#server/db/db.ts";

/** To whom something in the field belongs. `enterpriseId` is '' where only an authority stands behind it. */
export interface Owner {
  readonly areaCode: string;
  readonly enterpriseId: string;
}

/** Who sends. */
export interface Sender extends Pick<Session, "account" | "name" | "role" | "scope"> {
  /** Whose it stays where somebody decides about what another sent; without it, the scope's. */
  readonly standsFor?: Owner;
}

/** The owner of what tells of nothing in particular: whom the sender stands for. */
export const ownerOfSender = ({ scope, standsFor }: Sender): Owner =>
  standsFor ?? { areaCode: scope.areaCode, enterpriseId: scope.enterpriseId ?? "" };

/**
 * Whether a scope sees what belongs to an owner, for the system's own transactions that write on behalf of a person. The policies of
 * 0002-security.sql say the same for whatever is read.
 */
export async function seesOwner(tx: Tx, scope: Scope, owner: Owner): Promise<boolean> {
  if (scope.level === "province") return true;
  if (scope.level === "enterprise") return owner.enterpriseId === scope.enterpriseId;
  if (owner.areaCode === scope.areaCode) return true;
  if (scope.level === "county") return false;
  const rows = await tx.query("select 1 from unit_county where unit_code = $1 and county_code = $2", [
    scope.areaCode,
    owner.areaCode,
  ]);
  return rows.length > 0;
}
