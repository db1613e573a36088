import { DEMO_ACCOUNTS, type DemoAccount } from "#contract/demo-accounts.ts";
import type { Role, Scope } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { WHOLE_COUNTY } from "#mocks/world/tiers.ts";
import type { MockHouse } from "./house.ts";

/** The password of every account of the mocks: they hold nothing of anybody. */
export const MOCK_PASSWORD = "demo-password";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const COUNTY: Scope = { level: "county", areaCode: WHOLE_COUNTY, enterpriseId: null };
const ENTERPRISE: Scope = { level: "enterprise", areaCode: WHOLE_COUNTY, enterpriseId: `E${WHOLE_COUNTY}-01` };

const PEOPLE: Readonly<Record<DemoAccount, readonly [string, Role, Scope]>> = {
  province: ["省监管", "supervisor", PROVINCE],
  city: ["市监管", "supervisor", { level: "city", areaCode: "130100", enterpriseId: null }],
  county: ["县监管", "supervisor", COUNTY],
  enterprise: ["企业调度", "dispatcher", ENTERPRISE],
  analyst: ["统计分析", "analyst", PROVINCE],
  inspector: ["巡检员", "inspector", ENTERPRISE],
  clerk: ["数据员", "clerk", ENTERPRISE],
  sysadmin: ["系统管理员", "system_admin", PROVINCE],
  secadmin: ["安全管理员", "security_admin", PROVINCE],
  auditor: ["审计管理员", "audit_admin", PROVINCE],
};

export function mockMe(house: MockHouse, account: string): Me | null {
  const name = DEMO_ACCOUNTS.find((known) => known === account);
  if (!name) return null;
  const [person, role, scope] = PEOPLE[name];
  return {
    account: name,
    name: person,
    role,
    scope,
    areaName: house.areas.find((area) => area.code === scope.areaCode)?.name ?? scope.areaCode,
    enterpriseName: house.enterprises.find((row) => row.id === scope.enterpriseId)?.name ?? null,
    csrf: "mock-csrf-token",
    demo: true,
  };
}
