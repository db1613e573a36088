import type { Dataset, DatasetKind, listRejected } from "#contract/dataset.ts";
import { DEMO_ACCOUNTS } from "#contract/demo-accounts.ts";
import type { Reply } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import type { AccountRow, listAudit } from "#contract/session.ts";
import type { Part } from "#mocks/world/rows.ts";
import { mockMe } from "./accounts.ts";
import { MOCK_AS_OF, type MockHouse, sightOf } from "./house.ts";

const HOUR_MS = 3_600_000;
const instant = (ms: number) => new Date(ms).toISOString();

const LISTS = {
  station: "stations",
  node: "nodes",
  pipe: "pipes",
  duct: "ducts",
  tag: "tags",
  camera: "cameras",
  customer: "customers",
} as const satisfies Partial<Record<DatasetKind, keyof Part>>;

/** One dataset per kind and county, as enterprises deliver them; each tenth has rows that were not taken. */
export function mockDatasets(house: MockHouse, scope: Scope): Dataset[] {
  const mine = sightOf(house.areas, { ...scope, enterpriseId: null });
  const kinds = Object.entries(LISTS) as [keyof typeof LISTS, (typeof LISTS)[keyof typeof LISTS]][];
  return house.parts
    .filter((part) => mine({ area_code: part.areaCode }))
    .flatMap((part, p) =>
      kinds.map(
        ([kind, list], k): Dataset => ({
          name: `${kind}-${part.areaCode}`,
          kind,
          areaCode: part.areaCode,
          enterpriseId: null,
          version: 1,
          rows: part[list].length,
          rejected: (p + k) % 5 === 0 ? REJECTED.length : 0,
          sourceCrs: k % 2 === 0 ? "EPSG:4547" : "EPSG:4490",
          importedAt: instant(MOCK_AS_OF - (p * 6 + k) * HOUR_MS),
        }),
      ),
    );
}

const REJECTED: Reply<typeof listRejected>["rows"] = [
  { line: 17, field: "area_code", rule: "known_code", expected: "six digits of GB/T 2260", received: "139999" },
  { line: 204, field: "geometry", rule: "inside_china", expected: "coordinates inside China", received: "0.0, 0.0" },
  { line: 311, field: "dn_mm", rule: "range", expected: "15 … 1600", received: "-90" },
];

export const mockRejected = (_name: string): Reply<typeof listRejected> => ({ rows: REJECTED, next: null });

export const mockAccounts = (house: MockHouse, now: number): AccountRow[] =>
  DEMO_ACCOUNTS.flatMap((account, i) => {
    const me = mockMe(house, account);
    if (!me) return [];
    return [
      {
        account,
        name: me.name,
        role: me.role,
        scope: me.scope,
        lockedUntil: account === "clerk" ? instant(now + HOUR_MS / 4) : null,
        lastSignIn: i % 3 === 2 ? null : instant(now - i * HOUR_MS),
        sessions: i % 3,
      },
    ];
  });

const ACTIONS = ["session.begin", "session.refused", "session.end", "dataset.imported", "account.locked"] as const;

export const mockAudit = (now: number): Reply<typeof listAudit> => ({
  rows: Array.from({ length: 30 }, (_, i) => ({
    id: String(30 - i),
    at: instant(now - i * HOUR_MS),
    account: i % 7 === 3 ? null : (DEMO_ACCOUNTS[i % DEMO_ACCOUNTS.length] ?? null),
    action: ACTIONS[i % ACTIONS.length] ?? "session.begin",
    subject: i % 2 === 0 ? null : `subject-${i}`,
    areaCode: "130000",
    ip: "192.0.2.1",
  })),
  next: null,
  chainIntact: true,
});
