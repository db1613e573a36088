import { expect, test } from "vitest";
import {
  CUSTOMER_CLASSES,
  MATERIALS,
  NODE_KINDS,
  type NodeKind,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
} from "#contract/gas.ts";
import type { IsolationAnswer } from "#contract/model.ts";
import { USUAL_PACE } from "#model/isolation/closing-order.ts";
import { Desk } from "#model/network/desk.ts";
import { ductColumns } from "#model/network/duct-columns.ts";
import type { NetworkRows } from "#model/network/rows.ts";
import { ask, everyPipe, pick } from "./county-desk.ts";

/** Kind and km east of each node. Gas comes through one far valve, then two side by side, then three, to the pipe A–B. */
const NODES: Readonly<Record<string, readonly [NodeKind, number]>> = {
  S: ["source", 30],
  W: ["valve", 30],
  G: ["tee", 1],
  ...{ U1: ["valve", 0.6], U2: ["valve", 0.6] },
  H: ["tee", 0.5],
  ...{ V1: ["valve", 0.3], V2: ["valve", 0.3], V3: ["valve", 0.3] },
  ...{ A: ["tee", 0], B: ["service", 0] },
};
const PIPES = "S-W W-G G-U1 G-U2 U1-H U2-H H-V1 H-V2 H-V3 V1-A V2-A V3-A A-B".split(" ");
const ids = Object.keys(NODES);
const filled = (length: number, value: number) => new Float32Array(length).fill(value);
const level = PRESSURE_LEVELS.indexOf("MP_A");
const rows: NetworkRows = {
  version: "v1",
  area: "130123",
  nodes: {
    ids,
    names: ids,
    lngLat: Float64Array.from(ids.flatMap((id, i) => [114.5 + (NODES[id]?.[1] ?? 0) / 88, 38 + i * 1e-6])),
    kind: Uint8Array.from(ids, (id) => NODE_KINDS.indexOf(NODES[id]?.[0] ?? "tee")),
    level: new Uint8Array(ids.length).fill(level),
    state: new Uint8Array(ids.length),
    setKPa: filled(ids.length, Number.NaN),
    elevationM: filled(ids.length, Number.NaN),
    customers: Uint32Array.from(ids.flatMap((id) => CUSTOMER_CLASSES.map((_, k) => (k === 0 && id !== "S" ? 1 : 0)))),
    annualM3: filled(ids.length, 200),
  },
  pipes: {
    ids: PIPES,
    seq: Uint32Array.from(PIPES.keys()),
    from: Int32Array.from(PIPES, (pipe) => ids.indexOf(pipe.split("-")[0] ?? "")),
    to: Int32Array.from(PIPES, (pipe) => ids.indexOf(pipe.split("-")[1] ?? "")),
    lengthM: filled(PIPES.length, 100),
    dnMm: filled(PIPES.length, 200),
    wallMm: filled(PIPES.length, Number.NaN),
    kPa: filled(PIPES.length, 300),
    material: new Uint8Array(PIPES.length).fill(MATERIALS.indexOf("steel")),
    level: new Uint8Array(PIPES.length).fill(level),
    status: new Uint8Array(PIPES.length).fill(PIPE_STATUSES.indexOf("in_service")),
  },
  critical: { ids: [], node: new Int32Array(0), kind: new Uint8Array(0), class: new Uint8Array(0) },
  ...ductColumns([]),
};
const desk = new Desk(rows);
const leastBy = (least: "valves" | "minutes" | undefined, stuck: readonly string[] = []) => {
  const lngLat: [number, number] = [114.5, 38];
  const question = { kind: "isolate", pick: { seq: PIPES.indexOf("A-B"), lngLat }, stuck } as const;
  return desk.answer({ ...question, ...(least && { least }) }, () => 0).answer as IsolationAnswer;
};
const named = ({ least }: IsolationAnswer) => least?.valves.map(({ node }) => node) ?? null;

test("the fewest valves may lie far off; the soonest closed are others; the plan's own three stay as they are", () => {
  const [fewest, soonest] = [leastBy("valves"), leastBy("minutes")];
  expect(named(fewest)).toEqual(["W"]);
  expect(named(soonest)).toEqual(["U1", "U2"]);
  for (const { valves } of [fewest, soonest])
    expect(valves.map(({ node, isRequired }) => isRequired && node).toSorted()).toEqual(["V1", "V2", "V3"]);
  expect(soonest.least).toMatchObject({ by: "minutes", planValves: 3, customers: 6 });
  expect(soonest.least?.minutes).toBe(Math.round((0.6 / USUAL_PACE.kmH) * 60 + 2 * USUAL_PACE.minutesPerValve));
  expect(soonest.least?.minutes).toBeLessThan(soonest.least?.planMinutes ?? 0);
  expect(fewest.least?.minutes).toBeGreaterThan(fewest.least?.planMinutes ?? Number.POSITIVE_INFINITY);
});

test("a valve reported stuck is chosen by neither; without a choice it is the fewest that are told", () => {
  expect(named(leastBy("valves", ["W"]))).toEqual(["U1", "U2"]);
  // One of the two is stuck: the plan's own three are the soonest closed then.
  expect(named(leastBy("minutes", ["U1"]))).toBeNull();
  expect(named(leastBy(undefined))).toEqual(["W"]);
});

test("in a county no answer names other valves that are no better than the plan's", () => {
  for (const e of everyPipe)
    for (const by of ["valves", "minutes"] as const) {
      const { answer } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [], least: by });
      expect(answer.leastBy).toBe(by);
      if (answer.least && by === "valves") expect(answer.least.valves.length).toBeLessThan(answer.least.planValves);
      if (answer.least && by === "minutes") expect(answer.least.minutes).toBeLessThanOrEqual(answer.least.planMinutes);
    }
});
