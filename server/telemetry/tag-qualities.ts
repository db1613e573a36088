import { TAG_STATES } from "#contract/gas.ts";
import type { Scope } from "#contract/scope.ts";
import { QUALITIES, type Quality, type TagQuality } from "#contract/telemetry.ts";
import type { Db } from "#server/db/db.ts";
import { findTagHeads, listMaintained, listSuspects } from "#server/db/quality.ts";
import type { LatestColumns } from "#server/live/latest.ts";

const STALE = TAG_STATES.indexOf("stale");
const OFFLINE = TAG_STATES.indexOf("offline");

export interface QualityAsk {
  readonly quality?: Exclude<Quality, "good"> | undefined;
  /** The id of the last tag of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface QualityPage {
  readonly tags: TagQuality[];
  /** The id under which the next page goes on, or null. */
  readonly next: string | null;
  readonly counts: Record<Quality, number>;
}

/** The quality of the tags `seqs` as a caller sees it: their own rows say what detectors and maintenance windows say, memory what time does. */
export async function readQualities(
  db: Pick<Db, "as">,
  scope: Scope,
  { snapshot, state, at }: LatestColumns,
  seqs: Iterable<number>,
  { quality, after, limit }: QualityAsk,
): Promise<QualityPage> {
  return await db.as(scope, async (tx) => {
    const suspects = new Map((await listSuspects(tx)).map((row) => [row.tagId, row]));
    const maintained = new Set(await listMaintained(tx));
    const counts = Object.fromEntries(QUALITIES.map((one) => [one, 0])) as Record<Quality, number>;
    const found: { id: string; seq: number; quality: Quality }[] = [];
    const qualityOf = (id: string, seq: number): Quality => {
      if (maintained.has(id)) return "maintenance";
      if (state[seq] === OFFLINE) return "offline";
      if (state[seq] === STALE) return "stale";
      return suspects.has(id) ? "suspect" : "good";
    };
    for (const seq of seqs) {
      const id = snapshot.tagId(seq);
      if (id === undefined) continue;
      const is = qualityOf(id, seq);
      counts[is] += 1;
      if (is !== "good" && (quality === undefined || is === quality)) found.push({ id, seq, quality: is });
    }
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    const rest = after === undefined ? found : found.filter(({ id }) => id > after);
    const page = rest.slice(0, limit);
    const heads = new Map(
      (
        await findTagHeads(
          tx,
          page.map(({ id }) => id),
        )
      ).map((head) => [head.tagId, head]),
    );
    const tags = page.flatMap(({ id, seq, quality: is }): TagQuality[] => {
      const head = heads.get(id);
      if (head === undefined) return [];
      const suspect = suspects.get(id);
      const ms = at[seq] as number;
      return [
        {
          ...head,
          quality: is,
          reasons: suspect?.reasons ?? [],
          since: suspect?.since.toISOString() ?? null,
          at: ms > 0 ? new Date(ms).toISOString() : null,
        },
      ];
    });
    return { tags, next: rest.length > limit ? (page.at(-1)?.id ?? null) : null, counts };
  });
}
