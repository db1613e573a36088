import { afterAll, beforeAll, expect, test } from "vitest";
import { getCoverage, listFieldTracks } from "#contract/field/coverage.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { record } from "#server/field/testing/records.ts";
import { plantCanaryWorld } from "#server/testing/canary-world.ts";
import { matchTracks } from "./match-tracks.ts";

const track = () => {
  const began = Date.now() - 600_000;
  const steps = Array.from({ length: 20 }, (_, i) => i);
  const body = {
    patrolId: null,
    part: 0,
    t: steps.map((i) => began + i * 6000),
    lng: steps.map((i) => 115.7 + i * 0.0001),
    lat: steps.map(() => 38.7),
    accuracyM: steps.map(() => 5),
    mock: [],
    source: "gps",
  };
  return record("track", body, { author: "unasked" });
};

describeOnBothEngines("tracks that wait", (bench) => {
  let field: FieldApp;
  const get = async (url: string, sight: string) =>
    (
      await field.app.inject({ url, headers: field.as("boss", { role: "supervisor", scope: sightOf(sight).scope }) })
    ).json();
  const waiting = async (sight: string) => getCoverage.reply.parse(await get("/api/field/coverage", sight)).waiting;

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    await rowsOf(bench.db(), "delete from field_track");
    await rowsOf(bench.db(), "delete from field_track_waiting");
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  test("those of people who are not shown are counted within sight, shown to nobody, and counted no more once they are matched", async () => {
    const sent = track();
    for (let again = 0; again < 2; again += 1) expect((await field.send(sent)).body.reasons).toEqual([]);
    const seen = ["an enterprise", "长安区", "石家庄", "province", "正定县", "雄安"];
    const counts = [];
    for (const sight of seen) counts.push(await waiting(sight));
    expect(counts).toEqual([1, 1, 1, 1, 0, 0]);
    const span = "author=unasked&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    expect(listFieldTracks.reply.parse(await get(`/api/field/tracks?${span}`, "province")).tracks).toEqual([]);
    expect(await matchTracks(bench.db())).toBe(1);
    expect(await waiting("province")).toBe(0);
  });
});
