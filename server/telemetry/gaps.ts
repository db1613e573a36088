import { GAPS_TOLD, type listAreaGaps, type TagGaps } from "#contract/gaps.ts";
import type { Reply } from "#contract/route.ts";
import type { Tx } from "#server/db/db.ts";
import { countedPieces, countReceived, findGapHeads, type TagCount } from "#server/db/gaps.ts";
import { findGaps } from "#server/db/quality.ts";
import { readRollupState } from "#server/db/rollups.ts";
import type { Range } from "#server/db/series.ts";

export interface GapsAsk extends Range {
  /** The place of the last tag of the page before, as `next` said it. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A tag in question, with the time of its newest reading, ms since 1970; 0 = never heard. */
export interface HeardTag {
  readonly id: string;
  readonly heardAt: number;
}

export interface ShortTag extends TagCount {
  readonly expected: number;
  /** About how long it was silent, ms: what the order is by. */
  readonly missingMs: number;
}

/**
 * Those that sent so little that a silence may be among it, most missing first. Whoever was silent for longer than they may be has left out
 * nearly as many readings, or has not been heard since `counted` ended.
 */
export function shortTags(
  counts: readonly TagCount[],
  heardAt: ReadonlyMap<string, number>,
  counted: Range,
  to: number,
): readonly ShortTag[] {
  const countedMs = Math.max(0, counted.to - counted.from);
  const short = counts.flatMap((tag): ShortTag[] => {
    const expected = Math.round(countedMs / (1000 * tag.samplingS));
    const missing = Math.max(0, expected - tag.received);
    const at = heardAt.get(tag.id) ?? 0;
    const tailMs = at < to - 1000 * tag.staleAfterS ? Math.max(0, to - Math.max(at, counted.to)) : 0;
    const mayHaveGap = missing > 0 && (missing + 1) * tag.samplingS >= tag.staleAfterS;
    if (!mayHaveGap && tailMs === 0) return [];
    return [{ ...tag, expected, missingMs: missing * 1000 * tag.samplingS + tailMs }];
  });
  return short.sort((a, b) => b.missingMs - a.missingMs || (a.id < b.id ? -1 : 1));
}

const placeOf = ({ missingMs, id }: ShortTag): string => `${missingMs} ${id}`;

/** Those that come after a place, itself left out. */
function rest(short: readonly ShortTag[], after: string | undefined): readonly ShortTag[] {
  if (after === undefined) return short;
  const [ms = "", ...words] = after.split(" ");
  const id = words.join(" ");
  return short.filter((tag) => tag.missingMs < Number(ms) || (tag.missingMs === Number(ms) && tag.id > id));
}

/** The tags of an area that sent too little within a range, a page of them with their silences. `next` is a place, not yet a cursor. */
export async function readAreaGaps(
  tx: Tx,
  tags: readonly HeardTag[],
  { from, to, after, limit }: GapsAsk,
): Promise<Reply<typeof listAreaGaps>> {
  const state = await readRollupState(tx);
  const pieces = countedPieces({ from, to }, state);
  const counted = { from: pieces.at(0)?.from ?? from, to: pieces.at(-1)?.to ?? from };
  const counts = await countReceived(
    tx,
    tags.map(({ id }) => id),
    pieces,
  );
  const short = shortTags(counts, new Map(tags.map(({ id, heardAt }) => [id, heardAt])), counted, to);
  const left = rest(short, after);
  const page = left.slice(0, limit);
  const heads = new Map(
    (
      await findGapHeads(
        tx,
        page.map(({ id }) => id),
      )
    ).map((head) => [head.tagId, head]),
  );
  const told: TagGaps[] = [];
  for (const { id, expected, received, samplingS, staleAfterS } of page) {
    const head = heads.get(id);
    if (head === undefined) continue;
    // Before what is kept there is no silence to tell of: nobody knows.
    const gaps = await findGaps(tx, id, Math.max(from, state.readingsFrom), to, 1000 * staleAfterS);
    told.push({
      ...head,
      samplingS,
      staleAfterS,
      expected,
      received,
      gapCount: gaps.length,
      silentMs: gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0),
      gaps: gaps
        .toSorted((a, b) => b.to - b.from - (a.to - a.from))
        .slice(0, GAPS_TOLD)
        .sort((a, b) => a.from - b.from),
    });
  }
  const last = page.at(-1);
  return {
    tags: told,
    next: last !== undefined && left.length > limit ? placeOf(last) : null,
    tagsAsked: counts.length,
    tagsShort: short.length,
    countedFrom: counted.from,
    countedTo: counted.to,
  };
}
