import { expect, test } from "vitest";
import { readFacts } from "#mocks/files/facts.ts";
import { buildWorld } from "#mocks/world/world.ts";
import { NEAR_WELL_M } from "#model/alarms/topology.ts";
import { topologyOf } from "./folding.ts";
import { plantWells } from "./wells.ts";

const { divisions, outlines } = readFacts();
const { parts: province } = buildWorld({ tier: "tiny", seed: 1, asOf: Date.UTC(2026, 10, 22), divisions, outlines });

test("wells are planted within each other's reach, and beside each group a stranger out of it", () => {
  const { parts, faults } = plantWells(province, 1, 2, () => true, 0, 3_600_000);
  const groups = faults.filter(({ reaches }) => reaches.size > 1);
  expect(groups.length).toBeGreaterThan(0);
  expect(faults).toHaveLength(2 * groups.length);
  const topology = topologyOf(parts);
  for (const { reaches, causeId } of groups) {
    const [first, ...others] = [...reaches.keys()];
    expect(others).toHaveLength(2);
    for (const id of others) expect(topology.wellsNear(first ?? ""), `${NEAR_WELL_M} m`).toContain(id);
    const stranger = faults.find((fault) => fault.causeId === `${causeId}-far`);
    const [far] = stranger?.reaches.keys() ?? [];
    expect(parts.flatMap(({ tags }) => tags).map(({ id }) => id)).toContain(far);
    expect(topology.wellsNear(first ?? "")).not.toContain(far);
  }
});

test("where no well is free none is planted, and the province stays as it is", () => {
  const { parts, faults } = plantWells(province, 1, 6, () => false, 0, 1);
  expect(faults).toEqual([]);
  expect(parts).toEqual(province);
});
