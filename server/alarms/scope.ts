import type { Scope } from "#contract/scope.ts";

/** Whose a thing is. */
export interface Owned {
  readonly areaCode: string;
  readonly enterpriseId: string;
}

/** The same rule as the row-level security of the database, for what is told from memory. `countiesOf` gives null for the whole province. */
export function sees(
  scope: Scope,
  countiesOf: (code: string) => ReadonlySet<string> | null,
): (thing: Owned) => boolean {
  if (scope.level === "province") return () => true;
  if (scope.level === "enterprise")
    return ({ enterpriseId }) => scope.enterpriseId !== null && enterpriseId === scope.enterpriseId;
  if (scope.level === "county") return ({ areaCode }) => areaCode === scope.areaCode;
  // A county given as a city is itself, and a province's code at this level is nobody's.
  const counties = countiesOf(scope.areaCode) ?? new Set([scope.areaCode]);
  return ({ areaCode }) => counties.has(areaCode);
}

export const scopeKey = ({ level, areaCode, enterpriseId }: Scope): string =>
  `${level} ${areaCode} ${enterpriseId ?? ""}`;
