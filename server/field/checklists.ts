import { Checklist } from "#contract/field/checklists.ts";
import { BUILT_IN_CHECKLISTS } from "#contract/field/household-check.ts";
import type { Tx } from "#server/db/db.ts";

/** The product's checklists, and an installation's own, which take the place of a product's of the same id and version. */
export async function allChecklists(tx: Tx): Promise<Checklist[]> {
  const rows = await tx.query<{ body: unknown }>("select body from field_checklist order by id, version");
  const own = rows.flatMap(({ body }) => {
    const read = Checklist.safeParse(body);
    return read.success ? [read.data] : [];
  });
  const isReplaced = ({ id, version }: Checklist) => own.some((list) => list.id === id && list.version === version);
  return [...BUILT_IN_CHECKLISTS.filter((list) => !isReplaced(list)), ...own];
}

/** One version of a checklist; null when this server does not know it: its records are taken all the same. */
export async function findChecklist(tx: Tx, id: string, version: number): Promise<Checklist | null> {
  const [row] = await tx.query<{ body: unknown }>("select body from field_checklist where id = $1 and version = $2", [
    id,
    version,
  ]);
  const own = Checklist.safeParse(row?.body);
  if (own.success) return own.data;
  return BUILT_IN_CHECKLISTS.find((list) => list.id === id && list.version === version) ?? null;
}
