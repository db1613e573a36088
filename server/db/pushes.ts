import type { Tx } from "./db.ts";

/** An answer given before to a request of an enterprise's with that key, and to which body. */
export interface KeptAnswer {
  readonly bodySha256: string;
  readonly reply: unknown;
}

export async function findAnswer(tx: Tx, enterpriseId: string, key: string): Promise<KeptAnswer | null> {
  const [row] = await tx.query<KeptAnswer>(
    `select body_sha256 as "bodySha256", reply from reading_push
      where enterprise_id = $1 and key = $2 and at > now() - interval '1 day'`,
    [enterpriseId, key],
  );
  return row ?? null;
}

/** The first answer under a key stays; one past its day gives way. */
export async function keepAnswer(
  tx: Tx,
  { enterpriseId, key, bodySha256, reply }: { enterpriseId: string; key: string; bodySha256: string; reply: object },
): Promise<void> {
  await tx.query(
    `insert into reading_push as p (enterprise_id, key, body_sha256, reply) values ($1, $2, $3, $4)
     on conflict (enterprise_id, key) do update set body_sha256 = excluded.body_sha256, reply = excluded.reply, at = now()
      where p.at <= now() - interval '1 day'`,
    [enterpriseId, key, bodySha256, reply],
  );
}
