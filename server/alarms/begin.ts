import type { AlarmRule } from "#contract/alarm-rules.ts";
import type { EngineInput } from "#model/alarms/engine-input.ts";
import { Rhythm } from "#model/alarms/rhythm.ts";
import { type RuleInForce, rulesOf } from "#model/alarms/rules.ts";
import type { AlarmReading, AlarmTag } from "#model/alarms/tag.ts";
import { buildTopology } from "#model/alarms/topology.ts";
import { windowOf } from "#model/alarms/watch.ts";
import type { Db } from "#server/db/db.ts";
import {
  readCounties,
  readKept,
  readNetwork,
  readNextSeq,
  readPeaks,
  readRulesInForce,
  readSensitive,
  readTags,
  readUnheard,
  readUnjudged,
  readWindows,
  type TagFacts,
  type TagPeak,
} from "./load.ts";
import { readPastOf } from "./load-past.ts";
import { FROM_FILE } from "./rows.ts";
import { readCheckpoint } from "./store.ts";

/** All that an engine begins with, as one transaction reads it. */
export interface Loaded {
  readonly tags: ReadonlyMap<string, TagFacts>;
  readonly input: Omit<EngineInput, "now" | "heardAt">;
  readonly unjudged: readonly AlarmReading[];
  /** Of methane sensors, by hours of the last days. */
  readonly peaks: readonly TagPeak[];
  /** Tags whose silence is older than all watching. */
  readonly unheard: ReadonlySet<string>;
  /** No engine ever worked here: all that stands, stood before. */
  readonly isFirst: boolean;
}

export const rhythmsOf = (peaks: readonly TagPeak[]): Map<string, Rhythm> =>
  new Map([...Map.groupBy(peaks, ({ tagId }) => tagId)].map(([tagId, of]) => [tagId, new Rhythm(of)]));

/** An occurrence from a file is of the rule that watches its tag's values. */
function underARule(
  kept: EngineInput["kept"],
  tags: ReadonlyMap<string, AlarmTag>,
  rules: (tag: AlarmTag) => readonly AlarmRule[],
) {
  return kept.map((one) => {
    const { alarm } = one;
    const tag = tags.get(alarm.tagId);
    if (alarm.ruleId !== FROM_FILE || tag === undefined) return one;
    const rule = rules(tag).find(({ condition }) => condition.kind !== "no_data");
    if (rule === undefined) return one;
    const { id: ruleId, version: ruleVersion } = rule;
    return { ...one, alarm: { ...alarm, ruleId, ruleVersion, condition: rule.condition.kind } };
  });
}

/** Reads it. Rejects when the database does not answer. */
export async function load(db: Pick<Db, "asSystem">): Promise<Loaded> {
  return await db.asSystem(async (tx) => {
    const tags = new Map((await readTags(tx)).map((tag) => [tag.id, tag]));
    const topology = buildTopology([...tags.values()], await readNetwork(tx));
    const countiesOf = await readCounties(tx);
    const inForce = (await readRulesInForce(tx)).map(
      (rule): RuleInForce => ({ rule, counties: countiesOf(rule.areaCode) }),
    );
    const rules = (tag: AlarmTag) => rulesOf(tag, inForce, countiesOf);
    const sensitive = await readSensitive(tx);
    const unjudged = await readUnjudged(tx);
    const looksBack = inForce.some(({ rule }) => windowOf(rule) !== null);
    return {
      tags,
      input: {
        topology,
        rulesOf: rules,
        isSensitive: (stationId) => sensitive.has(stationId),
        windows: await readWindows(tx),
        kept: underARule(await readKept(tx), tags, rules),
        nextSeq: await readNextSeq(tx),
        past: await readPastOf(tx, looksBack ? tags.values() : [], rules, unjudged),
      },
      unjudged,
      peaks: await readPeaks(tx),
      unheard: await readUnheard(tx),
      isFirst: (await readCheckpoint(tx)) === null,
    };
  });
}
