import type { DemoAccount } from "#contract/demo-accounts.ts";
import type { Role, Scope } from "#contract/scope.ts";
import { insertAccount, readPasswordHash, removeDemoAccounts, updateDemoAccount } from "#server/db/accounts.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { endAccountSessions } from "#server/db/sessions.ts";
import { checkPassword, hashPassword } from "./password.ts";

/** Where the demo's people stand: the made-up province says which county it holds whole, and an enterprise of it. */
export interface DemoPlaces {
  readonly province: string;
  /** The supervision unit that the county answers to. */
  readonly city: string;
  readonly county: string;
  readonly enterprise: { readonly id: string; readonly areaCode: string };
}

interface Person {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
}

function people({ province, city, county, enterprise }: DemoPlaces): Readonly<Record<DemoAccount, Person>> {
  const atProvince: Scope = { level: "province", areaCode: province, enterpriseId: null };
  const atCity: Scope = { level: "city", areaCode: city, enterpriseId: null };
  const atCounty: Scope = { level: "county", areaCode: county, enterpriseId: null };
  const atEnterprise: Scope = { level: "enterprise", areaCode: enterprise.areaCode, enterpriseId: enterprise.id };
  return {
    province: { name: "省级监管员", role: "supervisor", scope: atProvince },
    city: { name: "市级监管员", role: "supervisor", scope: atCity },
    county: { name: "县级监管员", role: "supervisor", scope: atCounty },
    enterprise: { name: "企业调度员", role: "dispatcher", scope: atEnterprise },
    analyst: { name: "统计分析员", role: "analyst", scope: atProvince },
    inspector: { name: "巡检员", role: "inspector", scope: atCounty },
    clerk: { name: "企业资料员", role: "clerk", scope: atEnterprise },
    sysadmin: { name: "系统管理员", role: "system_admin", scope: atProvince },
    secadmin: { name: "安全管理员", role: "security_admin", scope: atProvince },
    auditor: { name: "审计管理员", role: "audit_admin", scope: atProvince },
  };
}

async function setUp(tx: Tx, account: string, person: Person, passwordHash: string, isKept: boolean): Promise<void> {
  const given = { account, ...person, passwordHash, isDemo: true };
  // A person's own account of that name is left alone: the demo then lacks one.
  if (!(await updateDemoAccount(tx, given))) await insertAccount(tx, given);
  else if (!isKept) await endAccountSessions(tx, account);
}

/**
 * Makes the demo's accounts, or brings them up to date: all with one password, unlocked. A password other than the last one ends
 * their sessions.
 */
export async function ensureDemoAccounts(db: Db, password: string, places: DemoPlaces): Promise<void> {
  const before = await db.asSystem((tx) => readPasswordHash(tx, "province"));
  const isKept = before !== null && (await checkPassword(before, password));
  const passwordHash = isKept ? before : await hashPassword(password);
  await db.asSystem(async (tx) => {
    for (const [account, person] of Object.entries(people(places)))
      await setUp(tx, account, person, passwordHash, isKept);
  });
}

/** Where there is no demo data there are no demo accounts. */
export const dropDemoAccounts = (db: Db): Promise<void> => db.asSystem(removeDemoAccounts);
