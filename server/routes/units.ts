import type { Area } from "#contract/area.ts";
import type { Scope } from "#contract/scope.ts";
import { listUnits } from "#server/db/areas.ts";
import type { Deps } from "#server/deps.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";

const kept = new WeakMap<Snapshot, Promise<Area[]>>();

/**
 * The supervision tree with its boxes, read once for each snapshot: imported boundaries make a new one. It is the same for
 * everybody signed in; `territory` cuts it to a scope.
 */
export function readUnits({ db }: Pick<Deps, "db">, snapshot: Snapshot, scope: Scope): Promise<Area[]> {
  const known = kept.get(snapshot);
  if (known) return known;
  const read = db.as(scope, listUnits);
  kept.set(snapshot, read);
  read.catch(() => kept.delete(snapshot));
  return read;
}
