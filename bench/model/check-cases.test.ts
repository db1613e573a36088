import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { makeSeries } from "#model/anomaly/testing/make-series.ts";
import { type AnyCase, checkCase } from "./check-cases.ts";
import { runCases } from "./run-cases.ts";

const FOLDER = new URL("../../model/cases/", import.meta.url);
/** The 1k grid of the recipe, as `perf/perfgrid.json` lists it. */
const SMALLEST = {
  ...{ tag: "1k", nx: 26, ny: 26, seed: 1001, nodes: 676, edges: 1011, fnv1a: 3_677_559_803 },
  topology: {
    ...{ bridges: 14, articulation_points: 14, components: 1 },
    isolation_valves_on_edges_not_divisible_by_4: { sum_nodes: 3521, sum_valves: 6129, max_nodes: 9 },
    isolation_valves_on_edges_divisible_by_4: { sum_nodes: 614_752, sum_valves: 243_899, max_nodes: 645 },
  },
  hydraulics_nikuradse_laminar: {
    ...{ p_min: 1.993861576530181, p_mean: 1.995154270237242, total: 0.5505977085974152 },
    probes: { 47: 1.9942324136828127, 520: 1.9968571394203518 },
    inflow: { 0: 0.5505977085974152 },
  },
};
const read = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as AnyCase;

test("the command line answers every transcribed case within the case's own tolerance, and leaves out none", async () => {
  const files = readdirSync(FOLDER);
  const verdicts = await Promise.all(files.map((file) => checkCase(read(file))));
  expect(verdicts).toHaveLength(files.length);
  expect(verdicts.length).toBeGreaterThanOrEqual(28);
  expect(verdicts.filter((v) => !v.ok)).toEqual([]);
});

test("an answer that is off, or not there, is not let through", async () => {
  const given = read("regulator-wide-open-nikuradse.json");
  const listed = (given.expected?.nodes ?? []) as { id: string; p: number }[];
  const nodes = listed.map((n) => ({ ...n, p: n.p + 1e-5 }));
  expect((await checkCase({ ...given, expected: { ...given.expected, nodes } }))?.words).toMatch(/^p 1\.0e-5 over/);
  const more = [...listed, { id: "nowhere", p: 1 }];
  expect((await checkCase({ ...given, expected: { ...given.expected, nodes: more } }))?.ok).toBe(false);
  const states = ((given.expected?.regulators ?? []) as object[]).map((row) => ({ ...row, state: "closed" }));
  const shut = await checkCase({ ...given, expected: { ...given.expected, regulators: states } });
  expect(shut).toMatchObject({ ok: false, words: "regulator r0 wide open" });
  const slow = ((given.expected?.pipes ?? []) as { v_mean: number }[]).map((row) => ({
    ...row,
    v_mean: row.v_mean / 2,
  }));
  expect((await checkCase({ ...given, expected: { ...given.expected, pipes: slow } }))?.words).toMatch(/^pipes v_mean/);
  const ring = read("iso-ring-12.json");
  const wrong = await checkCase({ ...ring, expected: { ...ring.expected, bridges: ["p5"] } });
  expect(wrong).toMatchObject({ ok: false, words: "whole bridges" });
});

test("figures of consequence and demand that are off, or not there, are not let through", async () => {
  const given = read("release-open.json");
  const [hole, ...others] = given.holes as { mdot_kg_s: number }[];
  const off = [{ ...hole, mdot_kg_s: (hole?.mdot_kg_s ?? 0) * (1 + 2e-6) }, ...others];
  expect(await checkCase({ ...given, holes: off })).toMatchObject({
    ok: false,
    words: expect.stringMatching(/^holes\[0\]\.mdot_kg_s/),
  });
  const demand = read("demand-open.json");
  expect(await checkCase({ ...demand, t_geo: [{ t_days_c: [1, 1, 1, 1], t_geo_c: 2 }] })).toMatchObject({ ok: false });
  const none = await checkCase({
    schema: "gas-demand/1",
    id: "none",
    table: [],
    simultaneity: [],
    peak_hour: [],
    sigmoid: [],
    t_geo: [],
  });
  expect(none).toMatchObject({ ok: false, words: "no figure to compare" });
});

test("a series is judged by its labels: a leak that was not there to be found is missed", async () => {
  const made = makeSeries({ seed: 1005, days: 1, leaks: 0, faults: 0, operations: 0 });
  expect(await checkCase(made as unknown as AnyCase)).toMatchObject({ ok: true });
  const labels = [{ class: "leak", node: "n1", start: 10, end: 90 }];
  expect(await checkCase({ ...made, labels } as unknown as AnyCase)).toMatchObject({ ok: false });
});

test("a generated grid is judged by its counts and pressures, one for each the file lists", async () => {
  const listed = (over: object) =>
    ({ schema: "gasnet-perf/1", id: "grids", items: [{ ...SMALLEST, ...over }] }) as AnyCase;
  expect(await checkCase(listed({}))).toMatchObject({ ok: true });
  const bridges = { ...SMALLEST.topology, bridges: 15 };
  expect(await checkCase(listed({ topology: bridges }))).toMatchObject({ ok: false, words: "bridges 14 for 15" });
  const probes = { ...SMALLEST.hydraulics_nikuradse_laminar, probes: { 47: 1.99 } };
  expect(await checkCase(listed({ hydraulics_nikuradse_laminar: probes }))).toMatchObject({ ok: false });
});

test("what is left out is said and counted, and what nobody can judge is an error", async () => {
  const at = (file: string) => fileURLToPath(new URL(file, FOLDER));
  const said: string[] = [];
  const run = (...args: string[]) => runCases(args, (text) => said.push(text));
  expect(await run("--skip", "demand", at("demand-open.json"), at("pir-open.json"))).toBe(0);
  expect(said[0]).toMatch(/^skip +demand-open +left out by --skip demand$/);
  expect(said.at(-1)).toBe("2 cases in 2 files: 1 ok, 0 wrong, 1 left out");
  expect(await run(fileURLToPath(new URL("../../tsconfig.json", import.meta.url)))).toBe(1);
  expect(said.at(-1)).toMatch(/1 wrong/);
  expect(await run()).toBe(2);
});
