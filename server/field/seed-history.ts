import { contentHash, type Json } from "#contract/field/canonical.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import type { MatchPipe } from "#model/matching/network.ts";
import type { Db } from "#server/db/db.ts";
import { APPLIERS } from "./apply/appliers.ts";
import { createLedger } from "./ledger/receive.ts";
import type { Owner } from "./sight.ts";
import { matchTracks } from "./walks/match-tracks.ts";
import { tellMapOfWalks } from "./walks/tell-map.ts";

const MOST_PIPES = 20_000;

/** Pipes of one enterprise in one county, as they are walked. */
export async function pipesOfOwner(db: Pick<Db, "asSystem">, { areaCode, enterpriseId }: Owner): Promise<MatchPipe[]> {
  return await db.asSystem((tx) =>
    tx.query<MatchPipe>(
      `select id, from_node as "from", to_node as "to", length_m as "lengthM", st_asgeojson(geom, 7)::jsonb -> 'coordinates' as path
         from pipe where area_code = $1 and enterprise_id = $2 and status <> 'planned' order by id limit ${MOST_PIPES}`,
      [areaCode, enterpriseId],
    ),
  );
}

/** Takes made-up records in by the very way that phones' records come, and lays their tracks upon the network. */
export async function seedHistory(
  db: Db,
  owner: Owner,
  records: readonly { readonly record: FieldRecord; readonly name: string }[],
): Promise<void> {
  const ledger = createLedger({ db, appliers: APPLIERS, now: Date.now });
  for (const { record, name } of records) {
    const scope = { level: "enterprise" as const, ...owner };
    const sender = { account: record.author, name, role: "inspector" as const, scope };
    await ledger.receive(sender, record, await contentHash(record as unknown as Json));
  }
  for (let matched = 1; matched > 0; ) matched = await matchTracks(db);
  await tellMapOfWalks(db);
}
