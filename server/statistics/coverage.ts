import type { Tx } from "#server/db/db.ts";
import { dayOf } from "#server/db/overview.ts";
import { type DayNumber, dayNumber } from "./days.ts";
import { isPlace, NONE } from "./keys.ts";
import type { Question } from "./question.ts";
import { cellConditions, readFacts } from "./read-facts.ts";
import { Values } from "./sql-values.ts";

/** How much of what should have been told was told, 0…1; null where nothing is due. */
export interface Coverage {
  readonly all: number | null;
  of(rowKey: string): number | null;
}

interface Told {
  readonly area_code: string;
  readonly enterprise_id: string;
  /** What was told, and what should have been, in the topic's own count. */
  readonly told: number;
  readonly due: number;
}

const NOTHING: Coverage = { all: null, of: () => null };

/** Counties that have told anything of a topic, as known then. */
async function registered(tx: Tx, question: Question): Promise<Told[]> {
  const { known, measure, geography } = question;
  const { place } = geography;
  const values = new Values();
  const conditions = [`topic = ${values.add(measure.topic)}`];
  if (place.areas) conditions.push(`area_code = any(${values.add(place.areas)}::text[])`);
  if (question.enterprise !== null) conditions.push(`enterprise_id = ${values.add(question.enterprise)}`);
  if (known) conditions.push(`known_at <= ${values.add(known)}::timestamptz`);
  const rows = await tx.query<{ area_code: string }>(
    `select distinct area_code from stat_cell where ${conditions.join(" and ")}`,
    values.list,
  );
  const has = new Set(rows.map((row) => row.area_code));
  return geography.counties.map((code) => ({
    area_code: code,
    enterprise_id: "",
    told: has.has(code) ? 1 : 0,
    due: 1,
  }));
}

/** The question how many reports came from whom and where, of the days of another one's period before `until`. */
const reportsOf = (question: Question, until: DayNumber): Question => ({
  ...question,
  measure: { ...question.measure, formula: { kind: "flow", part: "n", scale: 1 } },
  rows: "enterprise",
  columns: "county",
  segments: [{ from: question.from, until, keys: [] }],
  hasOpening: false,
  until,
});

/** Daily reports of everyone who ever told: those that came, of the days of the period that have ended. */
async function reported(tx: Tx, question: Question, now: Date): Promise<Told[]> {
  const until = Math.min(question.until, dayNumber(dayOf(now)));
  const days = until - question.from;
  if (days <= 0) return [];
  const values = new Values();
  const topic = values.add(question.measure.topic);
  const cells = cellConditions(question, values);
  const owners = await tx.query<{ area_code: string; enterprise_id: string; kinds: number }>(
    `select area_code, enterprise_id, count(distinct gas_kind)::int as kinds from stat_cell where topic = ${topic} and ${cells} group by 1, 2`,
    values.list,
  );
  const came = new Map<string, number>();
  for (const { words, sums } of await readFacts(tx, reportsOf(question, until))) {
    const owner = `${words.area_code} ${words.enterprise_id}`;
    came.set(
      owner,
      sums.reduce((sum, { n }) => sum + n, came.get(owner) ?? 0),
    );
  }
  return owners.map(({ area_code, enterprise_id, kinds }) => ({
    area_code,
    enterprise_id,
    told: came.get(`${area_code} ${enterprise_id}`) ?? 0,
    due: kinds * days,
  }));
}

const share = (told: readonly Told[]): number | null => {
  const due = told.reduce((sum, row) => sum + row.due, 0);
  if (due === 0) return null;
  return Math.max(0, Math.min(1, told.reduce((sum, row) => sum + row.told, 0) / due));
};

/** What a topic's facts should be, for the whole place and for each row that is a part of it. */
export async function coverageOf(tx: Tx, question: Question, now: Date): Promise<Coverage> {
  const { facts, rows, geography, enterprise } = question;
  if (facts.coverage === null || (facts.coverage === "register" && enterprise !== null)) return NOTHING;
  const told = facts.coverage === "register" ? await registered(tx, question) : await reported(tx, question, now);
  const byKey = new Map<string, Told[]>();
  const isByEnterprise = rows === "enterprise" || (rows === "area" && geography.place.binBy === "enterprise_id");
  const isKnown = isPlace(rows) && !(isByEnterprise && facts.coverage === "register");
  if (isKnown) {
    for (const row of told) {
      const key = geography.keyOf(rows, row.area_code, row.enterprise_id) || NONE;
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
  }
  return { all: share(told), of: (key) => share(byKey.get(key) ?? []) };
}
