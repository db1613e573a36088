import type { ReadingOutcome, ReadingWay } from "#contract/readings.ts";
import type { Parsed } from "./parse.ts";

/** A reading that was not simply accepted, on its way to the list that its enterprise reads. */
export interface Note {
  /** When it came, ms since 1970. */
  readonly at: number;
  readonly way: ReadingWay;
  readonly outcome: ReadingOutcome;
  /** Who sent it, or claims to have; "" where nobody is named. */
  readonly enterpriseId: string;
  readonly tagId: string;
  readonly t: number | null;
  readonly v: number | null;
  /** How it began, when it could not be read. */
  readonly sample: string | null;
}

/** Many notes of one hour, enterprise, tag, outcome and way. */
export interface NoteSum extends Omit<Note, "at"> {
  readonly hour: number;
  readonly n: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

const HOUR_MS = 3_600_000;
const MOST_TAG = 64;
const MOST_SAMPLE = 200;
/** Names beyond this, of one enterprise within an hour, that no list knows are one row. */
const MOST_UNKNOWN = 1000;
export const OTHER_TAGS = "*";

/** PostgreSQL has no NUL in its texts, nor half a surrogate. */
const cleaned = (text: string, most: number): string => text.replaceAll("\0", "").slice(0, most).toWellFormed();

export const noteOf = (
  came: {
    way: ReadingWay;
    at: number;
    enterpriseId: string;
    tagId: string;
    parsed: Parsed;
    sample?: string | undefined;
  },
  outcome: ReadingOutcome,
): Note => {
  const reading = typeof came.parsed === "object" ? came.parsed : null;
  return {
    at: came.at,
    way: came.way,
    outcome,
    enterpriseId: cleaned(came.enterpriseId, MOST_TAG),
    tagId: cleaned(came.tagId, MOST_TAG),
    t: reading?.t ?? null,
    v: reading?.v ?? null,
    sample: reading === null && came.sample !== undefined ? cleaned(came.sample, MOST_SAMPLE) : null,
  };
};

/** Sums notes up, and keeps strangers' names from filling the table. */
export function createNoteBook(): (notes: readonly Note[]) => NoteSum[] {
  let hourOfNames = 0;
  const names = new Map<string, Set<string>>();
  function nameFor({ enterpriseId, tagId, outcome, at }: Note): string {
    if (outcome !== "unknown_tag" && outcome !== "malformed" && outcome !== "wrong_topic") return tagId;
    const hour = Math.floor(at / HOUR_MS);
    if (hour !== hourOfNames) names.clear();
    hourOfNames = hour;
    const known = names.get(enterpriseId) ?? new Set();
    names.set(enterpriseId, known);
    if (!known.has(tagId) && known.size >= MOST_UNKNOWN) return OTHER_TAGS;
    known.add(tagId);
    return tagId;
  }
  return (notes) => {
    const sums = new Map<string, NoteSum>();
    for (const note of notes) {
      const tagId = nameFor(note);
      const hour = Math.floor(note.at / HOUR_MS) * HOUR_MS;
      const key = [note.enterpriseId, hour, tagId, note.outcome, note.way].join("\n");
      const before = sums.get(key);
      const { at, ...last } = note;
      sums.set(key, { ...last, tagId, hour, n: (before?.n ?? 0) + 1, firstAt: before?.firstAt ?? at, lastAt: at });
    }
    // In one order always: two servers that write at once must not wait for each other.
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  };
}
