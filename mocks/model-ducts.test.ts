import { expect, test } from "vitest";
import type { GasReading, MethaneAnswer } from "#contract/model-incident.ts";
import type { LngLat } from "#contract/route.ts";
import { Desk } from "#model/network/desk.ts";
import { ductColumns, ductsNear } from "#model/network/duct-columns.ts";
import { ask, rows } from "./county-desk.ts";

const ducts = ductsNear(rows, () => true);
const sewer = ducts.find(({ kind }) => kind === "sewer");
if (!sewer) throw new Error("the made-up county has no sewer");
const [from, to] = [sewer.path[0] as LngLat, sewer.path.at(-1) as LngLat];

const reading = (id: string, lngLat: LngLat, lel: number | null): GasReading => ({
  ...{ id, lngLat, space: "sewer", lel, ethanePpm: null, h2sPpm: null, hasOdorant: null, tagId: null, history: [] },
});
const methane = (readings: readonly GasReading[]) => ask<MethaneAnswer>({ kind: "methane", readings }).answer;

test("methane in a sewer's well: the result lists the duct it came along, and says that ducts are those recorded", () => {
  const { ducts: found, assumptions } = methane([reading("M1", from, 40)]);
  expect(assumptions).toContain("ducts_recorded");
  expect(assumptions).not.toContain("ducts_unknown");
  const own = found.find(({ id }) => id === sewer.id);
  expect(own).toMatchObject({ kind: "sewer", owner: "排水公司", path: sewer.path });
  expect(own?.probability).toBeGreaterThan(0.01);
  for (const { probability } of found) expect(probability).toBeLessThanOrEqual(found[0]?.probability ?? 0);
});

test("wells at the ends of ducts are offered to be opened by their own name and kind, but not the one that was read", () => {
  const { next } = methane([reading("M1", from, 40)]);
  const wells = next.filter(({ kind }) => kind === "sewer");
  expect(wells.length).toBeGreaterThan(0);
  const named = new Set(ducts.flatMap((duct) => [duct.from, duct.to]));
  for (const { space, name } of wells) expect([named.has(space), name]).toEqual([true, space]);
  expect(next.map(({ space }) => space)).not.toContain(sewer.from);
});

test("a duct leads on past a well that was read under its record's id", () => {
  const { ducts: found } = methane([reading(sewer.from as string, from, null), reading("M2", to, 40)]);
  expect(found.find(({ id }) => id === sewer.id)?.probability).toBeGreaterThan(0.01);
});

test("where no duct is recorded in the area, soil alone is reckoned with, and that is said", () => {
  const bare = new Desk({ ...rows, ...ductColumns([]) });
  const { answer } = bare.answer({ kind: "methane", readings: [reading("M1", from, 40)] }, () => 0);
  expect(answer).toMatchObject({ kind: "methane", ducts: [], assumptions: expect.arrayContaining(["ducts_unknown"]) });
});
