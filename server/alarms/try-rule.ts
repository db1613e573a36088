import type { AlarmRule, RuleBody } from "#contract/alarm-rules.ts";
import type { WarningLevel } from "#contract/gas.ts";
import { applies } from "#model/alarms/rules.ts";
import { type Ring, simulate } from "#model/alarms/simulate.ts";
import type { AlarmReading } from "#model/alarms/tag.ts";
import { noneByLevel } from "#server/db/alarms.ts";
import type { Tx } from "#server/db/db.ts";
import { ProblemError } from "#server/http/problem.ts";
import type { TagFacts } from "./load.ts";

/** Of one tag: three months of a sensor that reads every eight seconds. A trial of more is refused, never cut short in silence. */
const MOST_READINGS = 1_000_000;
const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
const SAMPLES = 200;
const WORST = 20;

export interface Trial {
  readonly rule: RuleBody;
  readonly from: string;
  readonly to: string;
  readonly tags: number;
}

const asRule = (body: RuleBody): AlarmRule => ({
  ...body,
  id: "trial",
  version: 1,
  status: "draft",
  enterpriseId: null,
  areaCode: "000000",
  createdAt: new Date(0).toISOString(),
  createdBy: null,
  activatedAt: null,
  activatedBy: null,
});

async function readOne(tx: Tx, { id, name }: TagFacts, { from, to }: Trial): Promise<AlarmReading[]> {
  const readings = await tx.query<AlarmReading>(
    `select tag_id as "tagId", (extract(epoch from t) * 1000)::float8 as t, v, q from reading
      where tag_id = $1 and t >= $2::timestamptz and t < $3::timestamptz order by reading.t limit ${MOST_READINGS + 1}`,
    [id, from, to],
  );
  if (readings.length > MOST_READINGS)
    throw new ProblemError(
      "bad_request",
      `${name} has more than ${MOST_READINGS} readings in that time; try a shorter one.`,
    );
  return readings;
}

export interface Tried {
  readonly tagsTried: number;
  readonly tagsMatched: number;
  readonly readings: number;
  readonly rings: readonly Ring[];
  readonly rangInForce: number;
}

/** Lives a rule through all kept readings of the tags that the transaction sees; `facts` are those of tags in memory. Throws a ProblemError where one has too many. */
export async function tryRule(
  tx: Tx,
  trial: Trial,
  facts: (tagId: string) => TagFacts | undefined,
  countiesOf: (code: string) => ReadonlySet<string> | null,
): Promise<Tried> {
  const rule = asRule(trial.rule);
  const seen = await tx.query<{ id: string }>("select id from tag order by id");
  const matched = seen.flatMap(({ id }) => {
    const tag = facts(id);
    return tag !== undefined && applies(rule.appliesTo, tag, countiesOf) ? [tag] : [];
  });
  const tried = matched.slice(0, trial.tags);
  const rings: Ring[] = [];
  let readings = 0;
  for (const tag of tried) {
    const values = await readOne(tx, tag, trial);
    readings += values.length;
    rings.push(...(simulate(rule, tag, values, Date.parse(trial.to)) ?? []));
  }
  const [rang] = await tx.query<{ count: number }>(
    `select count(*) as count from alarm where tag_id = any ($1) and raised_at >= $2::timestamptz and raised_at < $3::timestamptz
        and coalesce(condition, $4) = $4`,
    [tried.map(({ id }) => id), trial.from, trial.to, rule.condition.kind],
  );
  return { tagsTried: tried.length, tagsMatched: matched.length, readings, rings, rangInForce: rang?.count ?? 0 };
}

const dayOf = (at: number): string => new Date(at + BEIJING_MS).toISOString().slice(0, 10);

/** The answer of the contract. */
export function summary({ rings, ...counts }: Tried, { from, to }: Trial, nameOf: (tagId: string) => string) {
  const byDay = new Map<string, number>();
  for (let at = Date.parse(from); at < Date.parse(to); at += DAY_MS) byDay.set(dayOf(at), 0);
  const byLevel = noneByLevel();
  const byTag = new Map<string, { rings: number; minutes: number }>();
  const end = Date.parse(to);
  for (const { tagId, level, at, until } of rings) {
    byDay.set(dayOf(at), (byDay.get(dayOf(at)) ?? 0) + 1);
    byLevel[level as WarningLevel] += 1;
    const of = byTag.get(tagId) ?? { rings: 0, minutes: 0 };
    byTag.set(tagId, { rings: of.rings + 1, minutes: of.minutes + ((until ?? end) - at) / 60_000 });
  }
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...counts,
    rings: rings.length,
    byDay: [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, count]) => ({ day, rings: count })),
    byLevel,
    worst: [...byTag]
      .sort(([a, x], [b, y]) => y.rings - x.rings || (a < b ? -1 : 1))
      .slice(0, WORST)
      .map(([tagId, of]) => ({
        tagId,
        tagName: nameOf(tagId),
        rings: of.rings,
        minutes: Math.round(of.minutes * 10) / 10,
      })),
    samples: rings
      .toSorted((a, b) => a.at - b.at)
      .slice(0, SAMPLES)
      .map(({ tagId, level, at, until, value }) => ({
        tagId,
        level,
        at: iso(at),
        until: until === null ? null : iso(until),
        value,
      })),
  };
}
