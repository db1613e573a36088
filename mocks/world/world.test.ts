import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  PRESSURE_LEVEL_MAX_KPA,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
} from "#contract/gas.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { isCreditCode } from "./credit-code.ts";
import { outlinedLand } from "./land.ts";
import type { NodeRow, Part, PipeRow } from "./rows.ts";
import { TIER_SIZES, type Tier } from "./tiers.ts";
import { gateNodeId } from "./trunk.ts";
import { buildWorld, type World } from "./world.ts";

const facts = readFacts();
const asOf = Date.parse("2026-11-20T08:00:00+08:00");
const world = (tier: Tier, seed = 1): World => buildWorld({ tier, seed, asOf, ...facts });
const WORLDS = { tiny: world("tiny"), demo: world("demo") };
const all = <K extends Exclude<keyof Part, "areaCode">>({ parts }: World, kind: K): Part[K][number][] =>
  parts.flatMap((p) => p[kind] as Part[K][number][]);

test("the same seed makes the same world, another seed another", () => {
  const text = (w: World) => JSON.stringify([w.enterprises, w.parts]);
  expect(text(world("tiny", 7))).toBe(text(world("tiny", 7)));
  expect(text(world("tiny", 7))).not.toBe(text(world("tiny", 8)));
});

test("any seed makes a world of the planned size that has a steady state", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const w = world("tiny", seed);
      expect(all(w, "pipes")).toHaveLength(TIER_SIZES.tiny.pipes);
      expect(all(w, "stations")).toHaveLength(TIER_SIZES.tiny.stations);
    }),
    { numRuns: 12 },
  );
});

test("a world without outlines lies about the county points", () => {
  const { outlines: _, ...rest } = facts;
  const w = buildWorld({ tier: "tiny", seed: 1, asOf, ...rest });
  expect(all(w, "pipes")).toHaveLength(TIER_SIZES.tiny.pipes);
});

test("fourteen supervision units hold the 167 counties once each", () => {
  const held = facts.units.flatMap((u) => u.counties);
  expect(facts.units).toHaveLength(14);
  expect(new Set(held).size).toBe(167);
  expect(held).toHaveLength(167);
});

const rank = (pipe: PipeRow): number => PRESSURE_LEVELS.indexOf(pipe.pressure_level);

describe.each(["tiny", "demo"] as const)("%s", (tier) => {
  const w = WORLDS[tier];
  const nodes = new Map<string, NodeRow>(all(w, "nodes").map((n) => [n.id, n]));
  const pipes = all(w, "pipes");
  const at = new Map<string, PipeRow[]>();
  for (const pipe of pipes) for (const id of [pipe.from_node, pipe.to_node]) at.set(id, [...(at.get(id) ?? []), pipe]);

  test("holds what its tier promises", () => {
    const size = TIER_SIZES[tier];
    for (const kind of ["pipes", "stations", "tags", "customers"] as const)
      expect(Math.abs(all(w, kind).length / size[kind] - 1)).toBeLessThan(0.05);
  });

  test("gives no id twice", () => {
    const ids = [
      ...w.enterprises.map((e) => e.id),
      ...(["stations", "nodes", "pipes", "tags", "cameras", "customers", "hazards", "alarms"] as const).flatMap((k) =>
        all(w, k).map((x) => x.id),
      ),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("gives every county 3 to 12 enterprises with valid credit codes, and every row an owner that works there", () => {
    const home = new Map<string, number>();
    const works = new Map(
      w.enterprises.map((e) => [e.id, new Set([e.area_code, ...(e.work_areas?.split(";") ?? [])])]),
    );
    for (const e of w.enterprises) {
      expect(isCreditCode(e.credit_code), e.credit_code).toBe(true);
      home.set(e.area_code, (home.get(e.area_code) ?? 0) + 1);
    }
    for (const { code } of w.plan.counties) {
      expect(home.get(code)).toBeGreaterThanOrEqual(3);
      expect(home.get(code)).toBeLessThanOrEqual(12);
    }
    for (const kind of ["stations", "nodes", "pipes", "tags", "customers", "supply", "hazards"] as const)
      for (const x of all(w, kind)) expect(works.get(x.enterprise_id)?.has(x.area_code), x.enterprise_id).toBe(true);
  });

  test("every pipe ends at nodes that are there, where its path ends", () => {
    for (const p of pipes) {
      expect(nodes.get(p.from_node)?.lngLat).toEqual(p.path[0]);
      expect(nodes.get(p.to_node)?.lngLat).toEqual(p.path.at(-1));
    }
  });

  test("levels meet only at regulators, and fall there", () => {
    for (const [id, meeting] of at) {
      const levels = [...new Set(meeting.map(rank))].sort((a, b) => a - b);
      const node = nodes.get(id);
      if (node?.kind !== "regulator") expect(levels, id).toHaveLength(1);
      else {
        expect(levels, id).toHaveLength(2);
        expect(levels[0]).toBe(PRESSURE_LEVELS.indexOf(node.pressure_level));
      }
    }
  });

  test("gas comes from a source to every piped customer through open valves", () => {
    const reached = new Set<string>();
    const queue = [...nodes.values()].filter((n) => n.kind === "source").map((n) => n.id);
    for (const id of queue) reached.add(id);
    for (const id of queue)
      for (const pipe of at.get(id) ?? []) {
        const next = pipe.from_node === id ? pipe.to_node : pipe.from_node;
        if (pipe.status !== "in_service" || reached.has(next) || nodes.get(next)?.is_open === false) continue;
        reached.add(next);
        queue.push(next);
      }
    for (const c of all(w, "customers"))
      if (c.gas_kind === "lpg") expect(c.service_node).toBeNull();
      else expect(reached.has(c.service_node ?? ""), c.id).toBe(true);
  });

  test("pressures come from a solution: within the level's limit, falling along the flow, enough at every service", () => {
    for (const p of pipes) {
      if (p.status !== "in_service") continue;
      expect(p.operating_kpa).toBeGreaterThan(0);
      expect(p.operating_kpa).toBeLessThanOrEqual(PRESSURE_LEVEL_MAX_KPA[p.pressure_level] ?? 6300);
    }
    for (const c of all(w, "customers")) {
      if (!c.service_node) continue;
      const node = nodes.get(c.service_node) as NodeRow;
      const least = c.gas_kind === "coal_gas" ? 0.8 : 1.5;
      if (node.pressure_level === "LP") expect(node.pressure_kpa).toBeGreaterThan(least);
      else expect(node.pressure_kpa).toBeGreaterThan(50);
    }
    for (const tag of all(w, "tags")) {
      const { low_warning: low, high_warning: high, nominal } = tag;
      if (low !== null) expect(nominal, tag.name).toBeGreaterThan(low);
      if (high !== null) expect(nominal, tag.name).toBeLessThan(high);
    }
  });

  test("the trunk lines bring each county what its customers take", () => {
    const brought = new Map<string, number>();
    for (const p of w.parts[0]?.pipes ?? []) brought.set(p.to_node, Math.abs(p.flow_m3h ?? 0));
    for (const part of w.parts.slice(1)) {
      const gate = part.stations.find((s) => s.kind === "city_gate");
      const taken = brought.get(gateNodeId(part.areaCode)) ?? 0;
      expect(Math.abs((gate?.capacity_m3h ?? 0) / 2.5 / taken - 1)).toBeLessThan(0.02);
    }
  });

  test("everything lies in the county it names", () => {
    const land = outlinedLand(facts.outlines);
    const wrong: string[] = [];
    const check = (id: string, code: string, [lng, lat]: readonly [number, number]): void => {
      if (!land.inside(code, lng, lat)) wrong.push(id);
    };
    for (const kind of ["stations", "nodes", "cameras", "customers", "hazards"] as const)
      for (const x of all(w, kind)) check(x.id, x.area_code, x.lngLat);
    // A pipe of the next county begins at the border's node, which is this county's.
    for (const p of pipes) for (const point of p.path.slice(1)) check(p.id, p.area_code, point);
    expect(wrong.filter((id) => !id.startsWith("P130000"))).toEqual([]);
    expect(wrong.length).toBeLessThanOrEqual(2);
  });
});

test("pipes were last walked on days gone by, high pressure of late, and some never", () => {
  const pipes = all(WORLDS.demo, "pipes");
  const walked = pipes.flatMap((p) => (p.last_patrolled === null ? [] : [p.last_patrolled]));
  expect(walked.every((day) => /^\d{4}-\d\d-\d\d$/.test(day) && day <= "2026-11-20")).toBe(true);
  expect(walked.length).toBeLessThan(0.99 * pipes.length);
  expect(walked.length).toBeGreaterThan(0.9 * pipes.length);
  expect(pipes.filter((p) => p.status === "planned" && p.last_patrolled !== null)).toEqual([]);
  const share = (of: readonly PipeRow[], since: string) =>
    of.filter((p) => (p.last_patrolled ?? "") >= since).length / of.length;
  expect(
    share(
      pipes.filter((p) => p.pressure_level.startsWith("HP")),
      "2026-11-13",
    ),
  ).toBeGreaterThan(0.8);
  expect(
    share(
      pipes.filter((p) => p.pressure_level === "LP"),
      "2026-11-13",
    ),
  ).toBeLessThan(0.5);
});

test("the demo's records have gaps where pipes are old, and open hazards lie along some pipes, several on a few", () => {
  const pipes = all(WORLDS.demo, "pipes");
  const gaps = pipes.filter((p) => p.depth_m === null || p.wall_mm === null || p.laid_year === null);
  expect(gaps.every((p) => (p.laid_year ?? 0) < 2005)).toBe(true);
  expect(gaps.length).toBeGreaterThan(pipes.length / 50);
  const open = all(WORLDS.demo, "hazards").filter(({ state }) => state !== "closed");
  const places = new Map<string, number>();
  for (const { lngLat } of open) {
    const near = lngLat.map((degrees) => degrees.toFixed(3)).join();
    places.set(near, (places.get(near) ?? 0) + 1);
  }
  expect(open.length).toBeGreaterThan(300);
  expect([...places.values()].filter((n) => n >= 3).length).toBeGreaterThan(5);
});

test("the demo has every kind of station, sensor, gas and customer", () => {
  const w = WORLDS.demo;
  expect(new Set(all(w, "stations").map((s) => s.kind))).toEqual(new Set(STATION_KINDS));
  expect(new Set(all(w, "tags").map((t) => t.kind))).toEqual(new Set(TAG_KINDS));
  expect(new Set(all(w, "customers").map((c) => c.gas_kind))).toEqual(new Set(GAS_KINDS));
  expect(new Set(all(w, "customers").map((c) => c.class))).toEqual(new Set(CUSTOMER_CLASSES));
  expect(new Set(all(w, "pipes").map((p) => p.status)).size).toBe(3);
  expect(all(w, "alarms").some((a) => a.cleared_at === null)).toBe(true);
});
