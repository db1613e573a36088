import { expect, test } from "vitest";
import type { Overview } from "#contract/overview.ts";
import { tickerLines } from "./ticker.tsx";

const overview = (over: Partial<Overview>): Overview => ({
  area: "130000",
  enterprise: null,
  at: "2026-11-22T00:00:00Z",
  enterprises: { total: 0, byLicence: [], expiring: [] },
  pipes: { totalKm: 0, byLevelAndMaterial: [] },
  stations: [],
  customers: [],
  supply: [],
  tags: [],
  alarms: [],
  hazards: [],
  children: [],
  ...over,
});

test("alarms come worst first, then what does not report", () => {
  const lines = tickerLines(
    overview({
      alarms: [
        { level: "blue", count: 4 },
        { level: "red", count: 1 },
        { level: "orange", count: 0 },
      ],
      tags: [
        { state: "normal", count: 100 },
        { state: "stale", count: 3 },
      ],
    }),
  );
  expect(lines).toEqual([
    { kind: "alarm", level: "red", count: 1 },
    { kind: "alarm", level: "blue", count: 4 },
    { kind: "stale", count: 3 },
  ]);
});

test("silence is said, not shown as an empty line", () => {
  expect(tickerLines(overview({ tags: [{ state: "normal", count: 9 }] }))).toEqual([{ kind: "calm" }]);
});
