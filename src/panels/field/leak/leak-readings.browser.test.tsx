import { expect, test } from "vitest";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { LeakReadings } from "./leak-readings.tsx";

const showTo = mockStages();
const reading = (value: number, unit: string) => ({
  at: "2026-11-26T00:00:00.000Z",
  lngLat: [114, 38],
  value,
  unit,
  on: "阀井",
  note: "",
  photos: [],
});
const body = {
  patrolId: null,
  method: "on_foot",
  instrument: { name: "激光检漏仪", serial: "A-1", calibratedUntil: null },
  pipes: [],
  readings: [reading(12, "ppm"), reading(3, "%LEL"), reading(2.5, "%VOL")],
  note: "",
};

const rows = () => [...document.querySelectorAll("tbody tr")].map((row) => row.textContent ?? "");

test("each reading stands with its unit and what it says by its form", async () => {
  await showTo("province", <LeakReadings body={body} form={{ id: "leak-survey", version: 1 }} />);
  await expect.poll(() => rows().length).toBe(3);
  const expected = [/12 ppm.*未见泄漏/, /3 %LEL.*疑似泄漏/, /2\.5 %VOL.*危险/];
  for (const [n, row] of rows().entries()) expect(row).toMatch(expected[n] as RegExp);
  expect(document.body.textContent).toContain("未填检定有效期");
});

test("by a form that this page does not know no reading is judged", async () => {
  await showTo("province", <LeakReadings body={body} form={{ id: "leak-survey", version: 9 }} />);
  await expect.poll(() => rows().length).toBe(3);
  for (const row of rows()) expect(row).toContain("表单版本未知");
});
