import { createHash } from "node:crypto";
import type { Scope } from "#contract/scope.ts";
import type { UnitCounties } from "./geography.ts";
import type { Sight, Snapshot } from "./snapshot.ts";

/** Matches no enterprise of a snapshot: dense numbers stay below it. */
const NOBODY = 0xffff;

/**
 * A scope as bits over a snapshot's dense numbers; the same rule as the row-level security of the database. A city is its
 * supervision unit (保定 without 雄安's counties); what a scope names that the snapshot does not know is seen by nobody.
 */
export function sightOf(scope: Scope, snapshot: Snapshot, units: UnitCounties): Sight {
  const county = new Uint8Array(snapshot.counties.length);
  if (scope.level === "enterprise") {
    const i = scope.enterpriseId === null ? -1 : snapshot.enterprises.indexOf(scope.enterpriseId);
    return { key: `e-${shortHash(scope.enterpriseId ?? "")}`, county, enterprise: i === -1 ? NOBODY : i };
  }
  if (scope.level === "province") return { key: "all", county: county.fill(1), enterprise: -1 };
  const codes = new Set([scope.areaCode, ...(scope.level === "city" ? (units.get(scope.areaCode) ?? []) : [])]);
  snapshot.counties.forEach((code, i) => {
    if (codes.has(code)) county[i] = 1;
  });
  return { key: `a-${shortHash([...codes].sort().join())}`, county, enterprise: -1 };
}

const shortHash = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 12);
