import type { Level, Role, Scope } from "#contract/scope.ts";
import type { Tx } from "#server/db/db.ts";

/** At which levels a role makes sense: who dispatches or keeps records does so for an enterprise, who supervises does not. */
export const ROLE_LEVELS: Readonly<Record<Role, readonly Level[]>> = {
  supervisor: ["province", "city", "county"],
  analyst: ["province", "city", "county", "enterprise"],
  dispatcher: ["enterprise"],
  clerk: ["enterprise"],
  inspector: ["county", "enterprise"],
  system_admin: ["province", "city", "county", "enterprise"],
  security_admin: ["province", "city", "county", "enterprise"],
  audit_admin: ["province", "city", "county", "enterprise"],
};

/** Why a name cannot be an account's, in words, or null. */
export const nameFault = (account: string): string | null =>
  /^[a-z][a-z0-9._-]{1,62}$/.test(account)
    ? null
    : "an account's name is 2 to 63 small letters, digits, dots, dashes or underscores, beginning with a letter";

export const levelFault = (role: Role, level: Level): string | null =>
  ROLE_LEVELS[role].includes(level)
    ? null
    : `a ${role} stands at level ${ROLE_LEVELS[role].join(" or ")}, not ${level}`;

/** A scope that cannot be; the message says why. */
export class WrongScope extends Error {}

const AREA_OF: Readonly<Record<Exclude<Level, "enterprise">, readonly [sql: string, what: string]>> = {
  province: ["select name from division where code = $1 and level = 'province'", "the province"],
  city: [
    "select name from supervision_unit where code = $1 and parent is not null",
    "a city or another supervision unit",
  ],
  county: ["select name from division where code = $1 and level = 'county'", "a county"],
};

/**
 * The scope that a level, an area and an enterprise make, checked against the register. At level enterprise the area is the
 * enterprise's home. Throws `WrongScope` in words for what does not fit.
 */
export async function scopeOf(tx: Tx, level: Level, area: string | null, enterprise: string | null): Promise<Scope> {
  if (level === "enterprise") {
    if (enterprise === null) throw new WrongScope("level enterprise needs --enterprise");
    const [home] = await tx.query<{ area: string }>("select area_code as area from enterprise where id = $1", [
      enterprise,
    ]);
    if (!home) throw new WrongScope(`there is no enterprise ${enterprise}`);
    if (area !== null && area !== home.area)
      throw new WrongScope(`enterprise ${enterprise} is at home in ${home.area}, not ${area}`);
    return { level, areaCode: home.area, enterpriseId: enterprise };
  }
  if (enterprise !== null) throw new WrongScope(`--enterprise belongs to level enterprise, not ${level}`);
  if (area === null) throw new WrongScope(`level ${level} needs --area`);
  const [sql, what] = AREA_OF[level];
  if ((await tx.query(sql, [area])).length === 0) throw new WrongScope(`${area} is not ${what}`);
  return { level, areaCode: area, enterpriseId: null };
}
