import { hashToken, newToken } from "#server/auth/token.ts";
import type { Tx } from "#server/db/db.ts";

/** For whom a key speaks. */
export interface ApiKey {
  readonly name: string;
  readonly areaCode: string;
  readonly enterpriseId: string;
}

/** Makes a key and stores its hash; the key itself is told this once. Throws when there is no such enterprise. */
export async function createApiKey(tx: Tx, enterpriseId: string, name: string): Promise<string> {
  const key = newToken();
  const made = await tx.query(
    `insert into api_key (key_hash, name, area_code, enterprise_id)
     select $1, $2, area_code, id from enterprise where id = $3
     returning key_hash`,
    [hashToken(key), name, enterpriseId],
  );
  if (made.length === 0) throw new Error(`there is no enterprise ${enterpriseId}`);
  return key;
}

/** The owner of a key in force, or null. */
export async function findApiKey(tx: Tx, key: string): Promise<ApiKey | null> {
  const [row] = await tx.query<ApiKey>(
    `select name, area_code as "areaCode", enterprise_id as "enterpriseId"
       from api_key
      where key_hash = $1 and revoked_at is null`,
    [hashToken(key)],
  );
  return row ?? null;
}

export interface ApiKeyRow extends ApiKey {
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

/** All keys, by enterprise and name; the keys themselves nobody can list. */
export const listApiKeys = (tx: Tx): Promise<ApiKeyRow[]> =>
  tx.query(
    `select name, area_code as "areaCode", enterprise_id as "enterpriseId",
            to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt",
            to_char(revoked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "revokedAt"
       from api_key
      order by enterprise_id, name, created_at`,
  );

/** Revokes an enterprise's keys of a name; returns how many were in force. */
export async function revokeApiKeys(tx: Tx, enterpriseId: string, name: string): Promise<number> {
  const revoked = await tx.query(
    "update api_key set revoked_at = now() where enterprise_id = $1 and name = $2 and revoked_at is null returning 1",
    [enterpriseId, name],
  );
  return revoked.length;
}
