import type { DatasetKind } from "#contract/dataset.ts";
import type { Scope } from "#contract/scope.ts";
import type { Tx } from "#server/db/db.ts";
import { FileProblem } from "../row.ts";
import { type Areas, loadAreas } from "./areas.ts";

/** What rows are checked against: the areas, who works there, and whose rows the caller may bring. */
export interface CheckContext {
  readonly areas: Areas;
  /** Counties in which each enterprise works. */
  readonly enterprises: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tags by id, for readings and alarms; empty for other kinds. */
  readonly tags: ReadonlySet<string>;
  readonly scope: AllowedRows | null;
}

/** Rows an account may bring: of these counties and, when it is an enterprise's, of this one. */
export interface AllowedRows {
  readonly counties: ReadonlySet<string> | null;
  readonly enterpriseId: string | null;
}

export async function loadContext(tx: Tx, kind: DatasetKind, account: string | null): Promise<CheckContext> {
  const areas = await loadAreas(tx);
  const rows = await tx.query<{ id: string; areaCode: string | null }>(
    `select e.id, a.area_code as "areaCode" from enterprise e left join enterprise_area a on a.enterprise_id = e.id`,
  );
  const enterprises = new Map<string, Set<string>>();
  for (const { id, areaCode } of rows) {
    const counties = enterprises.get(id) ?? new Set();
    if (areaCode !== null) counties.add(areaCode);
    enterprises.set(id, counties);
  }
  const needsTags = kind === "reading" || kind === "alarm";
  const tags = needsTags ? await tx.query<{ id: string }>("select id from tag") : [];
  const scope = account === null ? null : allowedRows(await scopeOf(tx, account), areas);
  return { areas, enterprises, tags: new Set(tags.map(({ id }) => id)), scope };
}

async function scopeOf(tx: Tx, account: string): Promise<Scope> {
  const [found] = await tx.query<Scope>(
    `select level, area_code as "areaCode", enterprise_id as "enterpriseId" from account where account = $1`,
    [account],
  );
  if (!found) throw new FileProblem("account_unknown", "an account of this installation", account);
  return found;
}

/** Whether an account may replace a dataset: all that the dataset holds must be the account's own, or others would lose their rows. */
export function mayReplace(
  { scope, areas }: Pick<CheckContext, "scope" | "areas">,
  owner: { readonly areaCode: string; readonly enterpriseId: string | null },
): boolean {
  if (scope === null) return true;
  if (scope.enterpriseId !== null) return owner.enterpriseId === scope.enterpriseId;
  const { counties } = scope;
  if (counties === null) return true;
  const held = [...areas.counties.values()].filter(
    ({ code, unit }) => code === owner.areaCode || unit === owner.areaCode,
  );
  return held.length > 0 && held.every(({ code }) => counties.has(code));
}

/** A city is its supervision unit, as in row-level security. */
export function allowedRows(scope: Scope, areas: Areas): AllowedRows {
  const all = [...areas.counties.values()];
  if (scope.level === "province") return { counties: null, enterpriseId: null };
  if (scope.level === "enterprise") return { counties: null, enterpriseId: scope.enterpriseId };
  const counties =
    scope.level === "county"
      ? [scope.areaCode]
      : all.filter(({ unit }) => unit === scope.areaCode).map(({ code }) => code);
  return { counties: new Set(counties), enterpriseId: null };
}
