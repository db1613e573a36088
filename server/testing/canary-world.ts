import type { Scope } from "#contract/scope.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { canary, type Owner, plantCanaries } from "#server/db/testing/canaries.ts";

/** One enterprise each, so that every scope has somebody inside and somebody outside. */
export const TRUNK = { area: "130000", enterprise: "T-1" };
export const CHANGAN = { area: "130102", enterprise: "E-1" };
export const CHANGAN_2 = { area: "130102", enterprise: "E-2" };
export const ZHENGDING = { area: "130123", enterprise: "E-3" };
export const BAODING = { area: "130602", enterprise: "E-4" };
export const XIONGAN = { area: "130629", enterprise: "E-5" };
export const OWNERS: readonly Owner[] = [TRUNK, CHANGAN, CHANGAN_2, ZHENGDING, BAODING, XIONGAN];

export interface Sighted {
  readonly name: string;
  readonly scope: Scope;
  /** Who is in sight, by hand and not by the code under test. */
  readonly sees: readonly Owner[];
}

const scope = (level: Scope["level"], areaCode: string, enterpriseId: string | null = null): Scope => ({
  level,
  areaCode,
  enterpriseId,
});

export const SIGHTS: readonly Sighted[] = [
  { name: "province", scope: scope("province", "130000"), sees: OWNERS },
  { name: "石家庄", scope: scope("city", "130100"), sees: [CHANGAN, CHANGAN_2, ZHENGDING] },
  { name: "保定, without 雄安", scope: scope("city", "130600"), sees: [BAODING] },
  { name: "雄安", scope: scope("city", "133100"), sees: [XIONGAN] },
  { name: "长安区", scope: scope("county", "130102"), sees: [CHANGAN, CHANGAN_2] },
  { name: "正定县", scope: scope("county", "130123"), sees: [ZHENGDING] },
  { name: "an enterprise", scope: scope("enterprise", "130102", "E-1"), sees: [CHANGAN] },
];

/** Alarms that are open and held by nothing, in incidents of their owners; rules with a body that is one. */
async function makeAlarmsValid(tx: Tx): Promise<void> {
  await tx.query("update alarm set hold_kind = null, cleared_at = null, is_leak = false");
  await tx.query(
    `insert into alarm_incident (id, reason, cause_kind, cause_id, opened_at, last_at, first_out)
     select incident_id, 'upstream', 'station', incident_id, now(), now(), id from alarm`,
  );
  await tx.query(
    `update alarm_rule r set body = b.body || jsonb_build_object('name', r.id, 'procedure', r.id)
       from alarm_rule b where b.id = 'pressure-limits' and r.enterprise_id is not null`,
  );
}

/** The rows' words that a closed list of the contract must know, and links that make one network of each owner's rows. */
async function makeValid(tx: Tx): Promise<void> {
  const changes = [
    "update dataset set kind = 'pipe'",
    "update node set kind = 'valve', condition = 'operable'",
    "update tag set kind = 'pressure', unit = 'kPa ' || unit",
    "update station set outlet_level = null",
    "update pipe set length_m = 1000",
    "update tag_quality set reasons = '{stuck}'",
    "update hazard set state = 'found'",
    "update field_record set kind = 'check', outcome = 'entered', reasons = '{}', flags = '{}', hazards = '[]'",
    "update field_track set line = '[[115, 38, 0]]'",
    "update field_work set plan = 'none', guard = 'none'",
    "update field_visit set outcome = 'entered', answers = '{}'",
    "update field_sample set differences = '[]'",
  ];
  for (const change of changes) await tx.query(change);
  await makeAlarmsValid(tx);
}

/** An account of each owner and a line in the audit trail about it, all marked. */
async function plantPeople(tx: Tx, owner: Owner): Promise<void> {
  const mark = canary(owner);
  const place = scope("enterprise", owner.area, owner.enterprise);
  await insertAccount(tx, {
    account: mark,
    name: mark,
    role: "clerk",
    scope: place,
    passwordHash: mark,
    isDemo: false,
  });
  await tx.query(
    `insert into session (token_hash, account, csrf, expires_at, ip, user_agent)
     values ($1, $2, $3, now() + interval '1 hour', $3, $3)`,
    [`hash-${mark}`, mark, `secret-${mark}`],
  );
  const { area: areaCode, enterprise: enterpriseId } = owner;
  await appendAudit(tx, { action: mark, account: mark, subject: mark, ip: mark, areaCode, enterpriseId });
}

/** A row of each owner in every table, all at one place on the map, each with its owner's mark in every text. */
export async function plantCanaryWorld(db: Db): Promise<void> {
  await db.asSystem(async (tx) => {
    await plantCanaries(tx, OWNERS);
    await makeValid(tx);
    for (const owner of OWNERS) await plantPeople(tx, owner);
  });
}

/** The marks of those out of sight that a text holds. Every answer must give none. */
export function leaks(text: string, { sees }: Sighted): string[] {
  return OWNERS.filter((owner) => !sees.includes(owner))
    .flatMap((owner) => [canary(owner), `"${owner.enterprise}"`])
    .filter((mark) => text.includes(mark));
}
