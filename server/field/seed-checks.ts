import { contentHash, type Json } from "#contract/field/canonical.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import type { CustomerClass, GasKind } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import type { Sample } from "#contract/field/samplings.ts";
import type { Role } from "#contract/scope.ts";
import { addDays, dayIn } from "#model/field/due.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { APPLIERS } from "./apply/appliers.ts";
import type { FileStore } from "./files/file-store.ts";
import { countAccepted } from "./ledger/count.ts";
import { createLedger } from "./ledger/receive.ts";
import { drawVisits, keepDraw } from "./sampling/draw.ts";
import { listSamples } from "./sampling/list.ts";
import type { Owner, Sender } from "./sight.ts";

const FILES_AT_ONCE = 16;

/** A door for made-up visits. */
export interface SeedDoor extends Owner {
  readonly id: string;
  readonly gasKind: GasKind;
  readonly class: CustomerClass;
  readonly lngLat: LngLat;
}

/** A made-up record as a phone would send it, with its files. */
export interface SeedRecord {
  readonly record: FieldRecord;
  readonly who: { readonly account: string; readonly name: string; readonly role?: Role };
  readonly owner: Owner;
  readonly files: readonly { readonly id: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

/** Enterprises with households in a county, in the order of their ids. */
async function enterprisesOf(tx: Tx, areaCode: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>("select id from enterprise where area_code = $1 order by id", [areaCode]);
  return rows.map(({ id }) => id);
}

/** Households of an enterprise in runs of neighbours (their ids follow their streets), spread over all that it has. */
async function doorsOf(tx: Tx, { areaCode, enterpriseId }: Owner, runs: number, length: number): Promise<SeedDoor[]> {
  if (runs === 0) return [];
  return await tx.query<SeedDoor>(
    `with numbered as (
       select id, gas_kind, class, geom, row_number() over (order by id) - 1 as n, greatest(1, count(*) over () / $3::int) as step
         from customer where area_code = $1 and enterprise_id = $2 and class = 'residential'
     )
     select id, $1::text as "areaCode", $2::text as "enterpriseId", gas_kind as "gasKind", class, array[st_x(geom), st_y(geom)] as "lngLat"
       from numbered where n % step < $4 and n / step < $3 order by id`,
    [areaCode, enterpriseId, runs, length],
  );
}

/** Puts the bytes of a file where uploads put them; what is there already stays. */
async function keepBytes(store: FileStore, id: string, bytes: Uint8Array): Promise<void> {
  await store.begin(id);
  const size = (await store.size(id)) ?? 0;
  if (size < bytes.length) await store.append(id, size, bytes.subarray(size));
  await store.finish(id);
}

/** Keeps the files of made-up records; that they are whole is committed once their bytes are on the disk. */
async function keepFiles(tx: Tx, store: FileStore, seeds: readonly SeedRecord[]): Promise<void> {
  const files = seeds.flatMap(({ record: { attachments }, who: { account }, files: given }) =>
    given.map(({ id, bytes }) => ({ id, bytes, account, entry: attachments.find((entry) => entry.id === id) })),
  );
  const rows = await tx.query<{ id: string }>(
    `insert into field_file (id, account, mime, bytes, sha256, whole_at)
     select *, now() from jsonb_to_recordset($1::jsonb) f (id text, account text, mime text, bytes bigint, sha256 text)
     on conflict do nothing returning id`,
    [JSON.stringify(files.map(({ id, account, entry }) => ({ ...entry, id, account })))],
  );
  const isNew = new Set(rows.map(({ id }) => id));
  const waiting = files.filter(({ id }) => isNew.has(id));
  for (let from = 0; from < waiting.length; from += FILES_AT_ONCE)
    await Promise.all(waiting.slice(from, from + FILES_AT_ONCE).map(({ id, bytes }) => keepBytes(store, id, bytes)));
}

/**
 * Takes made-up records in through the ledger, each with its hash, its manifest and its files, all in one transaction: a demonstration is
 * there whole or not at all. What is there already changes nothing.
 */
async function sendSeeds(db: Pick<Db, "asSystem">, store: FileStore, seeds: readonly SeedRecord[]): Promise<void> {
  await db.asSystem(async (tx) => {
    const ledger = createLedger({ db: { asSystem: (run) => run(tx) }, appliers: APPLIERS, now: Date.now });
    await keepFiles(tx, store, seeds);
    for (const { record, who, owner } of seeds) {
      const scope = { level: "enterprise" as const, ...owner };
      const sender: Sender = { account: who.account, name: who.name, role: who.role ?? "inspector", scope };
      await ledger.receive(sender, record, await contentHash(record as unknown as Json));
    }
  });
}

interface SeedDraw {
  readonly id: string;
  readonly by: Pick<Sender, "account" | "name">;
  /** ms since 1970; drawn are visits of the 30 days before. */
  readonly at: number;
  readonly share: number;
}

/** Draws visits for second looks as a county's supervisor does, and says which. A draw that is there stands. */
async function drawSeeds(tx: Tx, areaCode: string, { id, by, at, share }: SeedDraw): Promise<Sample[]> {
  const scope = { level: "county" as const, areaCode, enterpriseId: null };
  const day = dayIn(at);
  const where = { area: areaCode, from: addDays(day, -30), to: day, among: "entered" as const, share, seed: id };
  const { visits, drawn } = await drawVisits(tx, where);
  const owner = { areaCode, enterpriseId: "" };
  const draw = { id, owner, ...where, visits, dueOn: addDays(day, 14), drawnAt: new Date(at) };
  await keepDraw(tx, { ...by, role: "supervisor", scope }, draw, drawn);
  return (await listSamples(tx, id)).toSorted((a, b) => (a.taskId < b.taskId ? -1 : 1));
}

/** How a county's made-up checks are made, each part of what came of the one before. */
export interface SeedChecks {
  readonly roundDoors: number;
  roundsOf(enterpriseId: string): number;
  rounds(doors: readonly SeedDoor[]): SeedRecord[];
  followUps(checks: readonly SeedRecord[]): SeedRecord[];
  readonly draw: SeedDraw;
  secondLooks(drawn: readonly Sample[], doors: readonly SeedDoor[], first: readonly SeedRecord[]): SeedRecord[];
}

/** Fills a county with made-up checks, what became of their hazards, and second looks, as far as the figures. */
export async function seedChecks(
  db: Pick<Db, "asSystem">,
  store: FileStore,
  { areaCode, made }: { readonly areaCode: string; readonly made: SeedChecks },
): Promise<void> {
  const doors = await db.asSystem(async (tx) => {
    const found: SeedDoor[] = [];
    for (const enterpriseId of await enterprisesOf(tx, areaCode))
      found.push(...(await doorsOf(tx, { areaCode, enterpriseId }, made.roundsOf(enterpriseId), made.roundDoors)));
    return found;
  });
  const checks = made.rounds(doors);
  await sendSeeds(db, store, checks);
  await sendSeeds(db, store, made.followUps(checks));
  const drawn = await db.asSystem((tx) => drawSeeds(tx, areaCode, made.draw));
  await sendSeeds(db, store, made.secondLooks(drawn, doors, checks));
  for (let counted = 1; counted > 0; ) counted = await countAccepted(db);
}
