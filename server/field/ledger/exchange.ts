import type { FieldRecord } from "#contract/field/records.ts";
import type { Tx } from "#server/db/db.ts";
import { type Applied, held } from "./apply.ts";

/**
 * Why a content may not be applied under its id by somebody's decision; null when it may. Nobody's record becomes another's, nor another kind
 * of record; and an answer to being seen is given by its giver alone, who can answer anew.
 */
export async function refuseExchange(tx: Tx, { id, kind, author }: FieldRecord): Promise<Applied | null> {
  const [stands] = await tx.query<{ kind: string; author: string }>(
    "select kind, author from field_record where id = $1 for update",
    [id],
  );
  if (stands === undefined) return held("conflict", `nothing stands under ${id}`);
  if (kind === "consent" || stands.kind === "consent")
    return held("conflict", "nobody answers for another: whoever was asked can answer anew");
  if (author !== stands.author) return held("conflict", `what stands is ${stands.author}'s, and this is ${author}'s`);
  if (kind !== stands.kind) return held("conflict", `what stands is a ${stands.kind}, and this is a ${kind}`);
  return null;
}

/** A person's name as their account says it; without one, the account. */
export async function nameOf(tx: Tx, account: string): Promise<string> {
  const [row] = await tx.query<{ name: string }>("select name from account where account = $1", [account]);
  return row?.name ?? account;
}
