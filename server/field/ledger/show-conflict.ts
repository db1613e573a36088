import type { Json } from "#contract/field/canonical.ts";
import { CONFLICT_ROLES, type Conflict } from "#contract/field/conflicts.ts";
import type { Role } from "#contract/scope.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Db } from "#server/db/db.ts";
import { consentOf } from "#server/field/consents.ts";
import { type FoundConflict, ownersOf } from "./conflicts.ts";
import { refusalsOf } from "./decide.ts";
import { maskRecord, withoutWay } from "./mask.ts";
import { wholeFiles } from "./record-lists.ts";

/** Whether a person may decide about a conflict that they see. */
export const mayOf = ({ role, account }: Session, found: FoundConflict): Conflict["may"] => {
  if (!(CONFLICT_ROLES as readonly Role[]).includes(role)) return "role";
  return ownersOf(found).has(account) ? "own" : "decide";
};

/** A conflict as the caller may read it: without what is masked for them, and without the ways of who does not agree to be seen. */
export async function showConflict(
  db: Pick<Db, "asSystem">,
  session: Session,
  found: FoundConflict,
): Promise<Conflict> {
  const { line, branches, events, others } = found;
  const authors = [...new Set(branches.map(({ content }) => String(content["author"] ?? line.author)))];
  const { whole, seen } = await db.asSystem(async (tx) => {
    const seen = new Set<string>([session.account]);
    for (const author of authors) if ((await consentOf(tx, author))?.state === "accepted") seen.add(author);
    const files = branches.flatMap((branch) => branch.files.map(({ id }) => id));
    return { seen, whole: await wholeFiles(tx, files) };
  });
  const isOwner = session.scope.enterpriseId === line.enterpriseId;
  const read = (content: Json, author: string) => {
    const open = seen.has(author) ? content : withoutWay(content);
    return (isOwner ? open : maskRecord(open)) as Record<string, unknown>;
  };
  return {
    line,
    branches: branches.map((branch) => ({
      ...branch,
      content: read(branch.content as Json, String(branch.content["author"] ?? line.author)),
      files: branch.files.map((file) => ({ ...file, isWhole: whole.has(file.id) })),
    })),
    events: [...events],
    refused: refusalsOf(found),
    may: mayOf(session, found),
    others: [...others],
  };
}
