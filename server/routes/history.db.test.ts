import { afterAll, beforeAll, expect, test } from "vitest";
import { HISTORY_COLUMNS_PATH, listPastAlarms } from "#contract/history.ts";
import { HOUR_MS, MINUTE_MS } from "#contract/history-layout.ts";
import type { Role } from "#contract/scope.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { ByteReader } from "#model/history/bits.ts";
import { type ColumnFile, readColumnFile } from "#model/history/file.ts";
import { emptyCells, readBlock } from "#model/history/read-block.ts";
import { buildApp } from "#server/app.ts";
import { canary, type Owner } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import type { HourFiles, KeptHour } from "#server/history/hour-files.ts";
import { createHourStore } from "#server/history/hour-store.ts";
import { tidyLateness } from "#server/history/late-hours.ts";
import {
  CHANGAN,
  CHANGAN_2,
  leaks,
  OWNERS,
  plantCanaryWorld,
  SIGHTS,
  type Sighted,
} from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

const HOUR = Date.UTC(2026, 5, 4, 19);
/** Half an hour into the second hour. */
const NOW = HOUR + 1.5 * HOUR_MS;

describeOnBothEngines("the past", (bench) => {
  let app: App;
  let snapshots: OwnedSnapshotStore;
  let now = NOW;
  const sessions = new MemorySessions();
  const store = () => createHourStore({ db: bench.db(), now: () => now });
  let history: ReturnType<typeof store>;

  const put = (owner: Owner, minute: number, v: number, q = 0) =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query("insert into reading (tag_id, t, area_code, enterprise_id, v, q) values ($1, $2, $3, $4, $5, $6)", [
          canary(owner),
          new Date(HOUR + minute * MINUTE_MS),
          owner.area,
          owner.enterprise,
          v,
          q,
        ]),
      );

  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    await db.asSystem(async (tx) => {
      await tx.query(
        "update tag set high_alarm = 10, dead_band = 1, low_alarm = null, low_warning = null, high_warning = null",
      );
      await tx.query("update alarm set raised_at = $1, cleared_at = $2", [new Date(HOUR), new Date(HOUR + HOUR_MS)]);
    });
    for (const [i, owner] of OWNERS.entries()) {
      await put(owner, -5, 100 + i);
      await put(owner, 10, 2.125 + i);
      await put(owner, 70, 3 + i);
    }
    const { log, config } = fakeDeps();
    snapshots = createSnapshotStore({ db, log, watchMs: 0 });
    await snapshots.refresh();
    history = store();
    app = await buildApp(
      fakeDeps({
        db,
        sessions,
        snapshots,
        now: () => now,
        history: {
          hours: (from, count) => history.hours(from, count),
          stored: (times) => history.stored(times),
          pack: (from, count) => history.pack(from, count),
        },
        config: { ...config, RATE_LIMIT: 1_000_000 },
      }),
    );
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });

  const admit = ({ scope }: Sighted, role: Role = "supervisor") => {
    const { token } = sessions.admit({ role, scope, account: "reader", name: "reader" });
    return { cookie: `${SESSION_COOKIE}=${token}` };
  };
  const [PROVINCE] = SIGHTS as [Sighted];
  const ask = (query: string, sight = PROVINCE, role?: Role) =>
    app.inject({ url: `${HISTORY_COLUMNS_PATH}?${query}`, headers: admit(sight, role) });
  const fetched = async (hours: number, sight = PROVINCE) => {
    const reply = await ask(`from=${new Date(HOUR).toISOString()}&hours=${hours}`, sight);
    expect(reply.statusCode).toBe(200);
    return readColumnFile(Uint8Array.from(reply.rawPayload).buffer);
  };
  /** Carried value and samples of each tag of an hour, by tag id. */
  const cellsOf = (file: ColumnFile, hour: number) => {
    const reader = new ByteReader(file.hours[hour] as Uint8Array);
    const block = emptyCells();
    return new Map(
      Array.from(file.seqs, (seq) => {
        readBlock(reader, block);
        const samples = Array.from({ length: block.count }, (_, i) => [
          block.minute[i + 1],
          block.value[i + 1],
          block.level[i + 1],
        ]);
        return [snapshots.current().tagId(seq), { carried: block.carriedS === -1 ? null : block.value[0], samples }];
      }),
    );
  };

  test("each hour tells what was carried in and what came, until now", async () => {
    const file = await fetched(2);
    expect(file.knownUntil).toBe(NOW);
    expect(file.snapshot).toBe(snapshots.current().version);
    OWNERS.forEach((owner, i) => {
      expect(cellsOf(file, 0).get(canary(owner))).toEqual({
        carried: 100 + i,
        samples: [[9, 2.125 + i, 0]],
      });
      expect(cellsOf(file, 1).get(canary(owner))).toEqual({ carried: 2.125 + i, samples: [[9, 3 + i, 0]] });
    });
  });

  test("a sight gets the columns of its own tags and not a byte of others'", async () => {
    for (const sight of SIGHTS) {
      const file = await fetched(2, sight);
      const ids = Array.from(file.seqs, (seq) => snapshots.current().tagId(seq));
      expect([sight.name, ids.sort()]).toEqual([sight.name, sight.sees.map(canary).sort()]);
      const others = OWNERS.flatMap((owner, i) => (sight.sees.includes(owner) ? [] : [100 + i]));
      const told = [...cellsOf(file, 0).values()].map(({ carried }) => carried);
      expect(others.filter((value) => told.includes(value))).toEqual([]);
    }
  });

  test("is for business roles with a session, and refuses hours that are none", async () => {
    expect((await app.inject(`${HISTORY_COLUMNS_PATH}?from=${new Date(HOUR).toISOString()}`)).statusCode).toBe(401);
    expect((await ask("from=2026-06-04T19:00:00Z", PROVINCE, "audit_admin")).statusCode).toBe(403);
    for (const query of [
      "from=2026-06-04T19:10:00Z",
      "from=2026-06-04T21:00:00Z",
      "from=2026-06-04T19:00:00Z&hours=25",
      "",
    ])
      expect([query, (await ask(query)).statusCode]).toEqual([query, 400]);
  });

  test("a late reading stands in the past soon after it was stored, and in the hours it is carried into", async () => {
    const [owner] = OWNERS as [Owner];
    await fetched(2);
    await put(owner, 40, 12.5);
    history.stored([HOUR + 40 * MINUTE_MS]);
    now += 20_000;
    const file = await fetched(2);
    expect(cellsOf(file, 0).get(canary(owner))?.samples).toEqual([
      [9, 2.125, 0],
      [39, 12.5, 2],
    ]);
    expect(cellsOf(file, 1).get(canary(owner))?.carried).toBe(12.5);
    await bench.db().asSystem((tx) => tx.query("delete from reading where v = 12.5"));
    history = store();
  });

  test("a whole hour is kept over restarts until a reading comes late for it, whoever stored that", async () => {
    const [owner] = OWNERS as [Owner];
    const kept = new Map<number, KeptHour>();
    let written = 0;
    const files: HourFiles = {
      read: async (from) => kept.get(from) ?? null,
      write: async (hour) => {
        written += 1;
        kept.set(hour.column.from, hour);
      },
    };
    // Readings were stored a moment ago: until no transaction that stored some can be under way, hours are not taken for whole.
    let later = Date.now();
    const anew = () => createHourStore({ db: bench.db(), files, now: () => later });
    await anew().hours(HOUR, 1);
    expect(written).toBe(0);
    later = Date.now() + 10 * MINUTE_MS;
    const [built] = await anew().hours(HOUR, 1);
    await expect.poll(() => written).toBe(1);
    expect((await anew().hours(HOUR, 1))[0]).toBe(kept.get(HOUR)?.column);
    expect(built?.ids).toEqual(kept.get(HOUR)?.column.ids);
    // Packed before anybody asks, it is the same file, and made once.
    kept.clear();
    const packing = anew();
    expect(await packing.pack(HOUR, 1)).toBe(1);
    expect(kept.get(HOUR)?.column).toEqual(built);
    expect(await packing.pack(HOUR, 1)).toBe(0);
    expect(await anew().pack(HOUR, 1)).toBe(0);

    // Of changes within a minute the first alone is told.
    await bench
      .db()
      .asSystem((tx) => tx.query("update history_late set changed_at = changed_at - interval '2 minutes'"));
    await put(owner, 20, 5.5);
    later = Date.now() + 20 * MINUTE_MS;
    const [after] = await anew().hours(HOUR, 1);
    expect(after?.bytes.length).not.toBe(built?.bytes.length);
    await bench.db().asSystem((tx) => tx.query("delete from reading where v = 5.5"));
  });

  test("many late readings of many hours in one statement are taken, and marks are tidied up", async () => {
    const db = bench.db();
    const marks = () => db.asSystem((tx) => tx.query<{ n: number }>("select count(*)::int as n from history_late"));
    await db.asSystem((tx) => tx.query("delete from history_late"));
    await db.asSystem((tx) =>
      tx.query(
        `insert into reading (tag_id, t, area_code, enterprise_id, v)
         select $1 || n, $2::timestamptz - make_interval(mins => m), '130102', 'E-1', 7
           from generate_series(1, 40) n, generate_series(1, 600, 7) m`,
        ["many", new Date(HOUR)],
      ),
    );
    expect(await marks()).toEqual([{ n: 10 }]);
    await db.asSystem((tx) =>
      tx.query("insert into history_late select hour, changed_at - interval '2 hours' from history_late"),
    );
    await db.asSystem(tidyLateness);
    expect(await marks()).toEqual([{ n: 10 }]);
    await db.asSystem((tx) => tx.query("delete from reading where tag_id like 'many%'"));
  });

  test("alarms of the past are those in sight that were open within the span, with their journal", async () => {
    // Over and answered, as one is that is not open now.
    await bench.db().asSystem((tx) => tx.query("update alarm set state = 'normal', acked_at = null"));
    const past = async (sight: Sighted, fromMinute: number, toMinute: number) => {
      const iso = (minute: number) => new Date(HOUR + minute * MINUTE_MS).toISOString();
      const url = `${listPastAlarms.path}?from=${iso(fromMinute)}&to=${iso(toMinute)}`;
      const reply = await app.inject({ url, headers: admit(sight) });
      expect(leaks(reply.body, sight)).toEqual([]);
      return listPastAlarms.reply.parse(reply.json()).alarms;
    };
    for (const sight of SIGHTS) {
      const alarms = await past(sight, 30, 31);
      expect(alarms.map(({ tagId }) => tagId).sort()).toEqual(sight.sees.map(canary).sort());
      expect(alarms.every(({ tagSeq, tagId }) => tagSeq === snapshots.current().tagSeq(tagId))).toBe(true);
      expect(alarms.every(({ course }) => course.length === 1)).toBe(true);
    }
    expect(await past(PROVINCE, 61, 90)).toEqual([]);
    expect(await past(PROVINCE, -30, -1)).toEqual([]);
  });

  test("an incident of the past is told with its cause to who sees two of its alarms, and its cause's name to who sees that", async () => {
    const mates = [CHANGAN, CHANGAN_2].map(canary);
    await bench.db().asSystem(async (tx) => {
      await tx.query("update alarm set incident_id = 'I-past' where tag_id = any ($1)", [mates]);
      await tx.query(
        `insert into alarm_incident (id, reason, cause_kind, cause_id, opened_at, last_at, first_out)
         values ('I-past', 'enterprise', 'enterprise', $1, now(), now(), $2)`,
        [CHANGAN_2.enterprise, mates[0]],
      );
      await tx.query(
        `insert into alarm_event (at, kind, alarm_id, tag_id, area_code, enterprise_id, state, level, incident_id)
         select $1, 'folded', a.id, a.tag_id, a.area_code, a.enterprise_id, a.state, a.level, 'I-past' from alarm a where a.tag_id = any ($2)`,
        [new Date(HOUR + MINUTE_MS), mates],
      );
    });
    for (const sight of SIGHTS) {
      const url = `${listPastAlarms.path}?from=${new Date(HOUR).toISOString()}&to=${new Date(HOUR + HOUR_MS).toISOString()}`;
      const reply = await app.inject({ url, headers: admit(sight) });
      expect(leaks(reply.body, sight)).toEqual([]);
      const { alarms, incidents } = listPastAlarms.reply.parse(reply.json());
      const seen = mates.filter((id) => sight.sees.map(canary).includes(id));
      const folded = alarms.filter(({ course }) =>
        course.some(({ kind, incident }) => kind === "folded" && incident === "I-past"),
      );
      expect([sight.name, folded.map(({ tagId }) => tagId).toSorted()]).toEqual([sight.name, seen.toSorted()]);
      expect([sight.name, incidents.filter(({ id }) => id === "I-past").map(({ reason }) => reason)]).toEqual([
        sight.name,
        seen.length > 1 ? ["enterprise"] : [],
      ]);
    }
  });
});
