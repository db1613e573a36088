import { join } from "node:path";
import type { Deps } from "#server/deps.ts";
import { APPLIERS } from "./apply/appliers.ts";
import { createFileStore, type FileStore } from "./files/file-store.ts";
import { createUploads, type Uploads } from "./files/uploads.ts";
import { createLedger, type Ledger } from "./ledger/receive.ts";

/** What the routes of the field lean on. */
export interface FieldSide {
  readonly ledger: Ledger;
  readonly store: FileStore;
  readonly uploads: Uploads;
  readonly now: () => number;
}

/** The field's side of the server; files lie in `field` of the data directory. */
export function createFieldSide({ db, config, now = Date.now }: Pick<Deps, "db" | "config" | "now">): FieldSide {
  const store = createFileStore(join(config.DATA_DIR, "field"));
  return {
    ledger: createLedger({ db, appliers: APPLIERS, now }),
    store,
    uploads: createUploads(db, store),
    now,
  };
}
