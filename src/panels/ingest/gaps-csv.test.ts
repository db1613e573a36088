import { expect, test } from "vitest";
import type { TagGaps } from "#contract/gaps.ts";
import { gapsCsv } from "./gaps-csv.ts";

const TAG: TagGaps = {
  tagId: "T1",
  name: "=北门站,出口压力",
  kind: "pressure",
  stationId: "S1",
  stationName: "北门站",
  lngLat: [114.5, 38],
  areaCode: "130102",
  enterpriseId: "E-1",
  samplingS: 60,
  staleAfterS: 180,
  expected: 1440,
  received: 1375,
  gapCount: 2,
  silentMs: 3_900_000,
  gaps: [
    { from: Date.UTC(2026, 10, 24, 19, 10), to: Date.UTC(2026, 10, 24, 20, 10) },
    { from: Date.UTC(2026, 10, 24, 23, 0), to: Date.UTC(2026, 10, 24, 23, 5) },
  ],
};
const words = ((key: string) => key.split(".").at(-1) ?? key) as Parameters<typeof gapsCsv>[1];

test("each silence is a line with its length and the province's time, and no name becomes a formula", () => {
  const quiet = { ...TAG, tagId: "T2", name: "南门站流量", gapCount: 0, silentMs: 0, gaps: [] };
  expect(gapsCsv([TAG, quiet], words)).toBe(
    `\uFEFF${[
      "tag,tagId,station,from,to,seconds,expected,received",
      `"'=北门站,出口压力",T1,北门站,2026-11-25T03:10,2026-11-25T04:10,3600,1440,1375`,
      `"'=北门站,出口压力",T1,北门站,2026-11-25T07:00,2026-11-25T07:05,300,1440,1375`,
      "南门站流量,T2,北门站,,,,1440,1375",
      "",
    ].join("\r\n")}`,
  );
});
