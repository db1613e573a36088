import { uuidV7 } from "#contract/field/canonical.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { type MatchPipe, planeAt } from "#model/matching/network.ts";
import { between, type Rng, rng } from "./rng.ts";
import { type MadeWalk, makeWalk, type ToldWay } from "./walks.ts";

/** Who was out in the made-up weeks before today. */
export const FIELD_CREW = [
  { account: "li.wei", name: "李伟" },
  { account: "wang.fang", name: "王芳" },
  { account: "zhang.qiang", name: "张强" },
  { account: "zhao.min", name: "赵敏" },
] as const;

export interface HistoryRecord {
  readonly record: FieldRecord;
  readonly name: string;
  /** Where they really walked: the answer key of metres. */
  readonly walk: MadeWalk;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DAYS = 12;
const WALK_M = 2200;
function trackOf(r: Rng, author: string, told: ToldWay, beginsAt: number): FieldRecord {
  const endsAt = beginsAt + (told.t.at(-1) ?? 0) + 1000;
  return {
    // The same for the same seed: what is random of an id comes of the seed too.
    id: uuidV7(
      endsAt,
      Uint8Array.from({ length: 10 }, () => Math.floor(r() * 256)),
    ),
    kind: "track",
    form: { id: "track", version: 1 },
    author,
    device: { id: `phone-${author}`, app: "1.0.0", platform: "demo" },
    startedAt: new Date(beginsAt).toISOString(),
    finishedAt: new Date(endsAt).toISOString(),
    clockOffsetMs: Math.round(between(r, -2000, 2000)),
    place: null,
    taskId: null,
    replaces: null,
    body: { patrolId: null, part: 0, source: "gps", ...told, t: told.t.map((t) => beginsAt + t) },
    attachments: [],
  };
}

/**
 * Patrols of some days before `asOf`, oldest first; the same for the same seed. Somebody sends another's way as their own on one
 * day, and somebody's phone makes its places up on another: what flags are for.
 */
export function fieldHistory(seed: number, pipes: readonly MatchPipe[], asOf: number): HistoryRecord[] {
  const [first] = pipes;
  if (first === undefined) return [];
  const plane = planeAt(...(first.path[0] as readonly [number, number]));
  const out: HistoryRecord[] = [];
  for (let day = DAYS; day >= 1; day -= 1) {
    let copied: ToldWay | null = null;
    FIELD_CREW.forEach(({ account, name }, who) => {
      const r = rng(seed, `field ${day} ${account}`);
      const beginsAt = asOf - day * DAY_MS - Math.round(between(r, 2, 5) * HOUR_MS);
      const walk = makeWalk(seed, `${day} ${account}`, pipes, plane, WALK_M);
      const isCopy = day === 3 && who === 1 && copied !== null;
      const isMade = day === 5 && who === 2;
      const told: ToldWay = isCopy ? (copied ?? walk.told) : walk.told;
      copied = told;
      const shown = isMade ? { ...told, mock: told.t.map((_, i) => i) } : told;
      const walked = isCopy ? { told, true: [] } : walk;
      out.push({ record: trackOf(r, account, shown, beginsAt), name, walk: walked });
    });
  }
  return out;
}
