import { dropOtherPacks } from "../pack-caches.ts";
import { forgetMe } from "../remembered-me.ts";
import { deleteDeviceDb } from "./device-db.ts";
import { ledgerName } from "./idb-ledger.ts";
import { isUnsent } from "./ledger.ts";
import type { Outbox } from "./outbox.ts";

/** Keys of this account's traces in local storage. */
const TRACES = (account: string) => [`gas.field.place:${account}`];

/**
 * Takes everything of an account off this device. Throws, and wipes nothing, when anything is on this device alone: asked of the disk at the last
 * moment, since another tab may have saved a record meanwhile.
 */
export async function wipe(outbox: Pick<Outbox, "ledger" | "close">, account: string): Promise<void> {
  const [records, drafts] = await Promise.all([outbox.ledger.records(), outbox.ledger.drafts()]);
  if (drafts.length > 0 || records.some(isUnsent)) throw new Error("something is on this device alone");
  outbox.close();
  await deleteDeviceDb(ledgerName(account));
  // Nobody's: every pack goes.
  await dropOtherPacks("");
  forgetMe();
  for (const key of TRACES(account)) localStorage.removeItem(key);
}
