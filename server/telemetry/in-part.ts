import type { Bbox } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { audienceOf, sightTagsOf } from "#server/live/audience.ts";
import type { LatestColumns } from "#server/live/latest.ts";
import { listBits } from "#server/live/seq-bits.ts";
import { type TagIndex, tagIndexOf } from "#server/live/tag-index.ts";
import type { Snapshot, SnapshotStore } from "#server/tiles/snapshot.ts";

const indexes = new WeakMap<Snapshot, TagIndex>();

/** Where the tags of a snapshot are; made once for each. */
function indexOf(snapshot: Snapshot): TagIndex {
  const known = indexes.get(snapshot) ?? tagIndexOf(snapshot);
  indexes.set(snapshot, known);
  return known;
}

/** Dense numbers of the tags in sight of a scope and, where asked, within an area or a box; ascending. */
export function tagsInPart(
  { snapshot, at }: Pick<LatestColumns, "snapshot" | "at">,
  snapshots: Pick<SnapshotStore, "sight">,
  scope: Scope,
  part: { area?: string | undefined; bbox?: Bbox | undefined },
): Uint32Array {
  const of = sightTagsOf(snapshot, snapshots.sight(scope), at);
  const wish = { ...(part.area ? { area: part.area } : {}), ...(part.bbox ? { bbox: part.bbox } : {}) };
  const sightOf = (wider: Scope) => snapshots.sight(wider);
  const { audience } = audienceOf(wish, { snapshot, index: indexOf(snapshot), of, sightOf });
  const seqs = new Uint32Array(audience.count);
  listBits(audience.bits, seqs);
  return seqs;
}
