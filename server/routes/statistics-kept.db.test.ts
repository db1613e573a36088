import { afterAll, beforeAll, expect, test } from "vitest";
import { SESSION_COOKIE } from "#contract/session.ts";
import {
  listRevisions,
  listStatisticsRows,
  listStatisticsViews,
  StatisticsReport,
  verifyStatisticsReport,
} from "#contract/statistics-routes.ts";
import { buildApp } from "#server/app.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { sha256Of } from "#server/statistics/freeze.ts";
import { makeDue, nextTime } from "#server/statistics/schedule.ts";
import { CHANGAN, plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

const ID = "0192f0aa-0000-7000-8000-00000000000b";
const QUERY = { measure: "gasSuppliedM3", rows: "enterprise", from: "2026-03-01", to: "2026-03-31" };

describeOnBothEngines("what people keep of statistics", (bench) => {
  let app: App;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    app = await buildApp(fakeDeps({ db: bench.db(), sessions }));
    await app.ready();
  });
  afterAll(() => app.close());

  const sightOf = (name: string) => SIGHTS.find((sight) => sight.name === name) as Sighted;
  const ask = (
    method: "GET" | "PUT" | "POST" | "DELETE",
    url: string,
    account: string,
    at = "长安区",
    payload?: object,
  ) => {
    const { scope } = sightOf(at);
    const { token, session } = sessions.admit({ role: "analyst", scope, account, name: `${account}先生` });
    const headers = { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
    return app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  };
  /** Reports of gas, told in a transaction of its own. */
  const tell = (dataset: string, days: readonly string[], m3: number) =>
    bench.db().asSystem((tx) =>
      tx.query(
        `insert into supply_report (dataset_name, enterprise_id, area_code, gas_kind, day, m3)
         select $1, $2, $3, 'lpg', unnest($4::date[]), $5
         on conflict (enterprise_id, area_code, gas_kind, day) do update set m3 = excluded.m3, dataset_name = excluded.dataset_name`,
        [dataset, CHANGAN.enterprise, CHANGAN.area, days, m3],
      ),
    );
  const clock = async () => {
    const [row] = await bench.db().asSystem((tx) => tx.query<{ at: Date }>("select clock_timestamp() as at"));
    return (row?.at ?? new Date(0)).toISOString();
  };
  const address = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;

  test("a saved view is seen by its area, written over by its owner alone, and removed by nobody else", async () => {
    const url = `/api/statistics/views/${ID}`;
    const body = { name: "三月供气", search: "panel=statistics", query: QUERY, every: "month" };
    expect((await ask("PUT", url, "zhang", "长安区", body)).statusCode).toBe(200);
    for (const sight of SIGHTS) {
      const { views } = listStatisticsViews.reply.parse(
        (await ask("GET", "/api/statistics/views", "li", sight.name)).json(),
      );
      const sees = ["province", "石家庄", "长安区"].includes(sight.name);
      expect([sight.name, views.some(({ id }) => id === ID)]).toEqual([sight.name, sees]);
    }
    expect((await ask("PUT", url, "li", "长安区", body)).statusCode).toBe(409);
    expect((await ask("DELETE", url, "li")).statusCode).toBe(403);
    expect((await ask("DELETE", url, "zhang", "正定县")).statusCode).toBe(404);
    expect((await ask("DELETE", url, "zhang")).statusCode).toBe(200);
  });

  test("a frozen report stays as it was when late data come, is verified by anyone who sees it, and says so when it was changed", async () => {
    await tell("lpg-130102", ["2026-03-01", "2026-03-02"], 1000);
    const frozen = await ask("POST", "/api/statistics/reports", "zhang", "长安区", {
      id: ID,
      name: "三月",
      query: QUERY,
    });
    const report = StatisticsReport.parse(frozen.json());
    await tell("lpg-130102", ["2026-03-03"], 500);
    const verified = async (at: string) =>
      verifyStatisticsReport.reply.parse((await ask("GET", `/api/statistics/reports/${ID}/verify`, "li", at)).json());
    expect(await verified("province")).toMatchObject({ sha256: report.sha256, isIntact: true, isReproduced: true });
    expect((await ask("GET", `/api/statistics/reports/${ID}/verify`, "li", "正定县")).statusCode).toBe(404);
    const whole = (await ask("GET", `/api/statistics/reports/${ID}`, "li")).json() as { text: string };
    expect(sha256Of(whole.text)).toBe(report.sha256);
    const change = bench.db().asSystem((tx) => tx.query("update stat_report set text = 'x'"));
    await expect(change).rejects.toThrow(/denied|stays as it is/);
    // Sent again, it is the one of the first time; another's name for it is a conflict.
    const again = await ask("POST", "/api/statistics/reports", "zhang", "长安区", {
      id: ID,
      name: "三月",
      query: QUERY,
    });
    expect(StatisticsReport.parse(again.json())).toEqual(report);
    expect(
      (await ask("POST", "/api/statistics/reports", "li", "长安区", { id: ID, name: "三月", query: QUERY })).statusCode,
    ).toBe(409);
  });

  test("a late upload moves the figure, and the revision says by how much, whose, of which days and that it was late", async () => {
    const since = await clock();
    await tell("lpg-late", ["2026-03-10", "2026-03-11"], 20_600);
    const reply = await ask("GET", address("/api/statistics/revisions", { ...QUERY, since }), "zhang");
    const { before, after, revisions, others } = listRevisions.reply.parse(reply.json());
    expect((after ?? 0) - (before ?? 0)).toBeCloseTo(4.12, 6);
    expect(others).toBe(0);
    expect(revisions).toMatchObject([
      {
        reason: "late",
        areaCode: CHANGAN.area,
        areaName: "长安区",
        enterpriseId: CHANGAN.enterprise,
        source: "lpg-late",
        from: "2026-03-10",
        to: "2026-03-11",
        change: 4.12,
      },
    ]);
    const corrected = await clock();
    await tell("lpg-late", ["2026-03-10"], 20_500);
    const second = await ask("GET", address("/api/statistics/revisions", { ...QUERY, since: corrected }), "zhang");
    expect(listRevisions.reply.parse(second.json()).revisions).toMatchObject([{ reason: "corrected", change: -0.01 }]);
    // Nobody else hears of it.
    const elsewhere = await ask("GET", address("/api/statistics/revisions", { ...QUERY, since }), "li", "正定县");
    expect(listRevisions.reply.parse(elsewhere.json()).revisions).toEqual([]);
  });

  test("a figure opens to its records, page by page, each once", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const query = { ...QUERY, row: CHANGAN.enterprise, limit: "2", ...(cursor ? { cursor } : {}) };
      const reply = await ask("GET", address("/api/statistics/rows", query), "zhang");
      const { rows, next } = listStatisticsRows.reply.parse(reply.json());
      seen.push(...rows.map(({ day }) => day ?? ""));
      cursor = next ?? "";
    } while (cursor !== "");
    expect(seen).toEqual(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-10", "2026-03-11"]);
  });

  test("a scheduled view becomes a frozen report under its owner's scope, once, and is due again later", async () => {
    const id = "scheduled-1";
    const { scope } = sightOf("长安区");
    // The planted views ask nothing that is a question.
    await bench.db().asSystem((tx) => tx.query("delete from stat_view where id like 'canary%'"));
    const owner = "keeper";
    await bench
      .db()
      .asSystem((tx) =>
        tx.query(
          "insert into account (account, name, role, level, area_code, password_hash) values ($1, $1, 'analyst', $2, $3, 'x')",
          [owner, scope.level, scope.areaCode],
        ),
      );
    const body = { name: "日报", search: "panel=statistics", query: { measure: "pipeKm" }, every: "day" };
    await ask("PUT", `/api/statistics/views/${id}`, owner, "长安区", body);
    const log = { info: () => undefined, error: (problem: unknown) => expect(problem).toBeUndefined() };
    const later = nextTime("day", new Date()).getTime() + 1000;
    const deps = { db: bench.db(), log, now: () => later };
    expect(await makeDue(deps)).toBe(true);
    expect(await makeDue(deps)).toBe(false);
    const { reports } = (await ask("GET", "/api/statistics/reports", owner)).json() as {
      reports: { viewId: string | null }[];
    };
    expect(reports.filter(({ viewId }) => viewId === id)).toHaveLength(1);
  });

  test("a note is read by its area and taken back by its author alone", async () => {
    const note = { id: "note-0001", measure: "pipeKm", line: CHANGAN.area, note: "已核对" };
    expect((await ask("POST", "/api/statistics/notes", "zhang", "长安区", note)).statusCode).toBe(200);
    const read = async (at: string) => (await ask("GET", "/api/statistics/notes?measure=pipeKm", "li", at)).body;
    expect(await read("石家庄")).toContain("已核对");
    expect(await read("正定县")).not.toContain("已核对");
    expect((await ask("DELETE", "/api/statistics/notes/note-0001", "li")).statusCode).toBe(403);
    expect((await ask("DELETE", "/api/statistics/notes/note-0001", "zhang")).statusCode).toBe(200);
  });
});

test("schedules fall at six in the morning of the province: the next day, Monday, first of a month", () => {
  const at = (text: string) => new Date(text);
  expect(nextTime("day", at("2026-11-26T00:00:00+08:00"))).toEqual(at("2026-11-26T06:00:00+08:00"));
  expect(nextTime("day", at("2026-11-26T06:00:00+08:00"))).toEqual(at("2026-11-27T06:00:00+08:00"));
  // 2026-11-26 is a Thursday.
  expect(nextTime("week", at("2026-11-26T12:00:00+08:00"))).toEqual(at("2026-11-30T06:00:00+08:00"));
  expect(nextTime("week", at("2026-11-30T06:00:00+08:00"))).toEqual(at("2026-12-07T06:00:00+08:00"));
  expect(nextTime("month", at("2026-11-26T12:00:00+08:00"))).toEqual(at("2026-12-01T06:00:00+08:00"));
  expect(nextTime("month", at("2026-12-01T06:00:00+08:00"))).toEqual(at("2027-01-01T06:00:00+08:00"));
});
