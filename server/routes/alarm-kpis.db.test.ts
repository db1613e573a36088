import { afterAll, beforeAll, expect, test } from "vitest";
import type { AlarmEventKind } from "#contract/alarm-words.ts";
import { WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { rng } from "#mocks/world/rng.ts";
import { AlarmFeed } from "#server/alarms/feed.ts";
import { type AlarmService, startAlarms } from "#server/alarms/service.ts";
import { buildApp } from "#server/app.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { OWNERS, plantCanaryWorld, SIGHTS } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
const HOUR = 3_600_000;
const TEN_MIN = 600_000;
const BEGIN = Date.UTC(2025, 2, 1);
const SPAN_H = 72;
const KINDS: readonly AlarmEventKind[] = [
  "rang_again",
  "came_again",
  "level_up",
  "acknowledged",
  "escalated",
  "shelved",
];
const HEARD: readonly AlarmEventKind[] = ["raised", "rang_again", "level_up", "escalated"];
const iso = (at: number) => new Date(at).toISOString();

interface Occurrence {
  readonly id: string;
  readonly owner: (typeof OWNERS)[number];
  readonly tag: string;
  readonly rule: string;
  readonly level: WarningLevel;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly incident: string | null;
}
interface Entry {
  readonly at: number;
  readonly kind: AlarmEventKind;
  readonly of: Occurrence;
  readonly heard: boolean;
}

/** Four days of alarms, a day of them before the time that is measured; loud enough in one hour to be a flood. */
function makeJournal(): { alarms: Occurrence[]; entries: Entry[] } {
  const chance = rng(7, "alarm-kpis");
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const alarms = Array.from({ length: 400 }, (_, i): Occurrence => {
    const raisedAt = BEGIN + Math.floor((i < 120 ? 30 + chance() : chance() * 96 - 24) * HOUR);
    return {
      id: `kpi-${i}`,
      owner: one(OWNERS),
      tag: `kpi-tag-${Math.floor(chance() * 25)}`,
      rule: one(["limits", "rate"]),
      level: one(WARNING_LEVELS),
      raisedAt,
      clearedAt: chance() < 0.2 ? null : raisedAt + Math.floor(chance() * 40 * HOUR),
      incident: chance() < 0.4 ? `kpi-incident-${Math.floor(chance() * 20)}` : null,
    };
  });
  const entries = alarms.flatMap((of): Entry[] => [
    { at: of.raisedAt, kind: "raised", of, heard: chance() < 0.9 },
    ...Array.from({ length: Math.floor(chance() * 4) }, () => {
      const kind = one(KINDS);
      const heard = HEARD.includes(kind) && chance() < 0.9;
      return { at: of.raisedAt + 1 + Math.floor(chance() * 2 * HOUR), kind, of, heard };
    }),
    ...(of.clearedAt === null ? [] : [{ at: of.clearedAt, kind: "cleared" as const, of, heard: false }]),
  ]);
  return { alarms, entries: entries.sort((a, b) => a.at - b.at) };
}

/** The figures by the words of ISA-18.2 §16, from the rows as they were planted: no query and no function of the product. */
function byHand(
  all: ReturnType<typeof makeJournal>,
  sees: readonly unknown[],
  from: number,
  to: number,
  operators: number,
) {
  const entries = all.entries.filter(({ of, at }) => sees.includes(of.owner) && at >= from && at < to);
  const alarms = all.alarms.filter(({ owner }) => sees.includes(owner));
  const rings = entries.filter(({ heard, kind }) => heard && kind !== "escalated");
  const spans: number[] = [];
  for (let at = from; at < to; at += TEN_MIN) spans.push(rings.filter((e) => e.at >= at && e.at < at + TEN_MIN).length);
  const loudness = new Map<string, number>();
  for (const { of } of rings) loudness.set(`${of.tag} ${of.rule}`, (loudness.get(`${of.tag} ${of.rule}`) ?? 0) + 1);
  const waits: number[] = [];
  entries.forEach((entry, i) => {
    if (entry.kind !== "acknowledged") return;
    let first: Entry | null = null;
    for (const past of entries
      .slice(0, i)
      .reverse()
      .filter(({ of }) => of === entry.of)) {
      if (past.kind === "acknowledged" || past.kind === "cleared") break;
      if (past.heard && past.kind !== "escalated") first = past;
    }
    if (first !== null) waits.push((entry.at - first.at) / 1000);
  });
  const began = alarms.filter(({ raisedAt, incident }) => raisedAt >= from && raisedAt < to && incident !== null);
  const stale = alarms
    .filter(({ raisedAt, clearedAt }) => raisedAt < to - 24 * HOUR && (clearedAt === null || clearedAt > to))
    .map(({ id }) => id)
    .sort();
  return {
    rings: rings.length,
    max: Math.max(...spans) / operators,
    floodMinutes: minutesInFlood(spans, operators),
    loudest: [...loudness.values()].sort((a, b) => b - a).slice(0, 10),
    byLevel: WARNING_LEVELS.map((level) => rings.filter(({ of }) => of.level === level).length),
    acks: waits.length,
    slowest: waits.length === 0 ? null : (waits.toSorted((a, b) => a - b)[Math.ceil(0.9 * waits.length) - 1] as number),
    shelved: entries.filter(({ kind }) => kind === "shelved").length,
    stale,
    staleCount: stale.length,
    folded: { alarms: began.length, incidents: new Set(began.map(({ incident }) => incident)).size },
  };
}

function minutesInFlood(spans: readonly number[], operators: number): number {
  let [isFlood, lit] = [false, 0];
  for (const rings of spans) {
    if (rings / operators > 10) isFlood = true;
    else if (rings / operators < 5) isFlood = false;
    if (isFlood) lit += 10;
  }
  return lit;
}

describeOnBothEngines("the alarm system's own figures", (bench) => {
  const journal = makeJournal();
  const sessions = new MemorySessions();
  let app: App;
  let service: AlarmService & { tick(): void };

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    // Begun before the rows are there: it would end those that no rule watches.
    service = await startAlarms({ db, log: QUIET, now: () => BEGIN, tickMs: null });
    await db.asSystem(async (tx) => {
      await tx.query("update alarm set raised_at = '2020-01-01', cleared_at = '2020-01-02', state = 'normal'");
      await tx.query(
        `insert into alarm (id, tag_id, area_code, enterprise_id, level, raised_at, cleared_at, rule_id, incident_id)
         select * from json_to_recordset($1::json)
           as r (id text, tag_id text, area_code text, enterprise_id text, level text, raised_at timestamptz, cleared_at timestamptz, rule_id text, incident_id text)`,
        [
          JSON.stringify(
            journal.alarms.map(({ id, owner, tag, rule, level, raisedAt, clearedAt, incident }) => ({
              id,
              tag_id: tag,
              area_code: owner.area,
              enterprise_id: owner.enterprise,
              level,
              raised_at: iso(raisedAt),
              cleared_at: clearedAt === null ? null : iso(clearedAt),
              rule_id: rule,
              incident_id: incident,
            })),
          ),
        ],
      );
      await tx.query(
        `insert into alarm_event (seq, at, kind, alarm_id, tag_id, area_code, enterprise_id, state, level, is_heard)
         select 1000000 + n, at, kind, alarm_id, tag_id, area_code, enterprise_id, 'unacknowledged', level, is_heard from json_to_recordset($1::json)
           as r (n int, at timestamptz, kind text, alarm_id text, tag_id text, area_code text, enterprise_id text, level text, is_heard boolean) order by n`,
        [
          JSON.stringify(
            journal.entries.map(({ at, kind, of, heard }, n) => ({
              n,
              at: iso(at),
              kind,
              alarm_id: of.id,
              tag_id: of.tag,
              area_code: of.owner.area,
              enterprise_id: of.owner.enterprise,
              level: of.level,
              is_heard: heard,
            })),
          ),
        ],
      );
    });
    const around = { facts: () => undefined, columns: () => null };
    const feed = new AlarmFeed({
      service,
      around,
      seenBy: () => () => true,
      readPast: async () => null,
      onTrouble: () => undefined,
    });
    app = await buildApp(fakeDeps({ db, sessions, alarms: { service, feed, around } }));
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await service.close();
  });

  const ask = async (scope: (typeof SIGHTS)[number]["scope"], query: Record<string, string>) => {
    const { token } = sessions.admit({ role: "dispatcher", scope, account: "d", name: "值班" });
    const url = `/api/alarm-kpis?${new URLSearchParams(query)}`;
    const reply = await app.inject({ method: "GET", url, headers: { cookie: `${SESSION_COOKIE}=${token}` } });
    return { status: reply.statusCode, body: reply.json() };
  };
  const figures = (body: Awaited<ReturnType<typeof ask>>["body"]) => ({
    rings: body.rings,
    max: body.per10Min.max,
    floodMinutes: body.flood.minutes,
    loudest: body.topTen.map(({ rings }: { rings: number }) => rings),
    byLevel: WARNING_LEVELS.map((level) => body.byLevel[level]),
    acks: body.ackSeconds.count,
    slowest: body.ackSeconds.p90,
    shelved: body.shelved,
    stale: body.stale.map(({ alarmId }: { alarmId: string }) => alarmId).sort(),
    staleCount: body.staleCount,
    folded: body.folded,
  });
  const [FROM, TO] = [BEGIN, BEGIN + SPAN_H * HOUR];
  const span = { from: iso(FROM), to: iso(TO) };

  test("are what the journal's own rows say, for each who asks and nobody else's", async () => {
    for (const { name, scope, sees } of SIGHTS) {
      const { status, body } = await ask(scope, span);
      expect([name, status]).toEqual([name, 200]);
      expect([name, figures(body)]).toEqual([name, byHand(journal, sees, FROM, TO, 1)]);
    }
    const whole = byHand(journal, OWNERS, FROM, TO, 1);
    expect(Math.min(whole.floodMinutes, whole.stale.length, whole.acks, whole.folded.incidents)).toBeGreaterThan(0);
  });

  test("are shared by the operators, narrowed to an area and to an enterprise", async () => {
    const [{ scope }] = SIGHTS as [(typeof SIGHTS)[number]];
    const narrowed = [
      [{ operators: "2" }, OWNERS, 2],
      [{ area: "130100" }, OWNERS.filter(({ area }) => area === "130102" || area === "130123"), 1],
      [{ enterprise: "E-2", operators: "3" }, OWNERS.filter(({ enterprise }) => enterprise === "E-2"), 3],
    ] as const;
    for (const [query, owners, operators] of narrowed) {
      const { body } = await ask(scope, { ...span, ...query });
      const { max, ...rest } = byHand(journal, owners, FROM, TO, operators);
      const got = figures(body);
      expect([query, { ...got, max: 0 }]).toEqual([query, { ...rest, max: 0 }]);
      expect(got.max).toBeCloseTo(max, 3);
    }
  });

  test("of a time that is none are refused in words", async () => {
    const [{ scope }] = SIGHTS as [(typeof SIGHTS)[number]];
    const { status, body } = await ask(scope, { from: span.to, to: span.from });
    expect([status, body.issues[0].at]).toEqual([400, "query.to"]);
  });

  test("count what stands for too long also where the list is shortened", async () => {
    const [{ scope }] = SIGHTS as [(typeof SIGHTS)[number]];
    const before = (await ask(scope, span)).body.staleCount;
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into alarm
         select (jsonb_populate_record(null::alarm, to_jsonb(a) || jsonb_build_object('id', 'long-' || n, 'raised_at', $1::timestamptz, 'cleared_at', null))).*
           from (select * from alarm where area_code = '130102' limit 1) a cross join generate_series(1, 230) n`,
        [iso(BEGIN)],
      ),
    );
    const { body } = await ask(scope, span);
    expect(body.stale).toHaveLength(200);
    expect(body.staleCount).toBe(before + 230);
  });
});
