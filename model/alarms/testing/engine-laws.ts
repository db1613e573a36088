import type { AlarmRule } from "#contract/alarm-rules.ts";
import { AlarmEngine } from "../engine.ts";
import type { Transition } from "../record.ts";
import type { AlarmTag } from "../tag.ts";
import { buildTopology } from "../topology.ts";
import { type Believed, BLANK, readOn } from "./journal-replay.ts";

const DAY_MS = 86_400_000;
/** As wrong as a device's clock is made, ms: a zone taken for another and a day beside. */
export const SKEW_MS = 26 * 3_600_000;
export const SKEWED_TAGS = ["P1", "P2", "P3"] as const;
export type SkewedTag = (typeof SKEWED_TAGS)[number];

/** Something that happens, so long after the one before by the server's clock. */
export interface EngineDeed {
  readonly tagId: SkewedTag;
  readonly v: number;
  readonly after: number;
  readonly deed: "say" | "acknowledge" | "shelve" | "wait";
}

/** How far each device's clock is ahead of the server's, ms. */
export type Skews = Readonly<Record<SkewedTag, number>>;
const RIGHT: Skews = { P1: 0, P2: 0, P3: 0 };

const tagOf = (id: string): AlarmTag => ({
  ...{ id, kind: "pressure", stationId: `S-${id}`, stationKind: "regulator_station" },
  ...{ areaCode: "130102", enterpriseId: "E-1", lngLat: [114.5, 38] },
  ...{ lowAlarm: 60, lowWarning: 75, highWarning: 120, highAlarm: 130, deadBand: 1 },
  ...{ nominal: 100, samplingS: 10, staleAfterS: 60 },
});

const RULE: AlarmRule = {
  ...{ id: "limits", name: "limits", appliesTo: {}, condition: { kind: "limits", warningLevel: "yellow" } },
  ...{ level: "orange", onDelayS: 10, offDelayS: 20, deadBand: null, suppressWhile: null, procedure: "" },
  ...{ escalateMin: { county: 15, city: 30, province: 60 }, version: 1, status: "active" },
  ...{ enterpriseId: null, areaCode: "130000", createdAt: new Date(0).toISOString(), createdBy: null },
  ...{ activatedAt: null, activatedBy: null },
};

const fail = (law: string, facts: object): never => {
  throw new Error(`${law}: ${JSON.stringify(facts)}`);
};

/** The journal of some deeds with devices' clocks wrong by so much. */
function journalOf(deeds: readonly EngineDeed[], skews: Skews): Transition[] {
  const engine = new AlarmEngine({
    topology: buildTopology(SKEWED_TAGS.map(tagOf), { nodes: [], pipes: [] }),
    ...{ rulesOf: () => [RULE], isSensitive: () => false, windows: [], kept: [], nextSeq: 1, now: 0 },
  });
  const entries: Transition[] = [];
  const known = new Set<string>();
  let now = 0;
  const take = (): void => {
    for (const entry of engine.take()) {
      entries.push(entry);
      known.add(entry.alarm.id);
    }
  };
  for (const { tagId, v, after, deed } of deeds) {
    now += deed === "say" || deed === "wait" ? after : 0;
    if (deed === "say") engine.hear({ tagId, t: now + skews[tagId], v, q: 0 }, now);
    else if (deed === "wait") engine.tick(now);
    else if (deed === "acknowledge") engine.acknowledge([...known], { name: "李", comment: null }, now);
    else engine.shelve([...known], { by: "李", reason: "r", since: now, until: now + after + 1 }, now);
    take();
  }
  engine.tick(now + DAY_MS);
  take();
  return entries;
}

/** Order is the server's: numbers without a gap, times that never go back, and a journal that alone tells every alarm's state. */
function checkOrder(entries: readonly Transition[]): void {
  const believed = new Map<string, Believed>();
  let last = Number.NEGATIVE_INFINITY;
  entries.forEach(({ seq, at, kind, alarm }, i) => {
    if (seq !== i + 1) fail("entries are numbered without a gap", { seq, expected: i + 1 });
    if (at < last) fail("times never go back", { at, last });
    last = at;
    const after = readOn(believed.get(alarm.id) ?? BLANK, kind);
    believed.set(alarm.id, after);
    if (after.state !== alarm.state) fail("the journal alone tells the state", { kind, after, alarm });
  });
  for (const [id, { isShelved }] of believed) if (isShelved) fail("a shelf always ends", { id });
}

/** What an entry says, but for the names that alarms are given. */
const saying = ({ seq, at, kind, alarm: { tagId, state, level } }: Transition): string =>
  [seq, at, kind, tagId, state, level].join(" ");

/**
 * Lives through deeds with clocks that are wrong and throws at the first law broken: order is by the server's sequence, and the journal is
 * that of right clocks, entry by entry. @returns deeds lived and entries written.
 */
export function liveSkewed(deeds: readonly EngineDeed[], skews: Skews): { steps: number; events: number } {
  const skewed = journalOf(deeds, skews);
  checkOrder(skewed);
  const right = journalOf(deeds, RIGHT);
  const at = right.findIndex((entry, i) => skewed[i] === undefined || saying(entry) !== saying(skewed[i]));
  if (at !== -1 || skewed.length !== right.length)
    fail("clocks that are wrong change nothing", {
      ...{ skews, at, right: right[at] && saying(right[at]), skewed: skewed[at] && saying(skewed[at]) },
      lengths: [right.length, skewed.length],
    });
  return { steps: deeds.length, events: skewed.length };
}
