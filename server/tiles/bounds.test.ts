import fc from "fast-check";
import { expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { boundsFor, outlineBounds } from "./bounds.ts";
import { sightOf } from "./sight.ts";
import { network, snapshotFrom, UNITS } from "./testing/network.ts";

const SCOPES: readonly Scope[] = [
  { level: "province", areaCode: "130000", enterpriseId: null },
  { level: "city", areaCode: "130100", enterpriseId: null },
  { level: "county", areaCode: "130202", enterpriseId: null },
  { level: "enterprise", areaCode: "130102", enterpriseId: "E2" },
];
const COUNTIES_OF: Readonly<Record<string, readonly string[]>> = { "130100": ["130102", "130104"] };

test("the box is the smallest about one's own pipes and stations, whatever lies elsewhere", () => {
  fc.assert(
    fc.property(network, (rows) => {
      const snapshot = snapshotFrom(rows);
      for (const scope of SCOPES) {
        const isMine = ({ area_code, enterprise_id }: { area_code: string; enterprise_id: string }) =>
          scope.level === "province" ||
          (scope.level === "enterprise"
            ? enterprise_id === scope.enterpriseId
            : (COUNTIES_OF[scope.areaCode] ?? [scope.areaCode]).includes(area_code));
        const mine = [
          ...rows.pipes.filter(isMine).flatMap(({ path }) => path),
          ...rows.stations.filter(isMine).map(({ lngLat }) => lngLat),
        ];
        const [lng, lat] = [mine.map(([x]) => x), mine.map(([, y]) => y)];
        const expected = [Math.min(...lng), Math.min(...lat), Math.max(...lng), Math.max(...lat)];
        const box = boundsFor(snapshot, sightOf(scope, snapshot, UNITS), scope);
        if (mine.length > 0) for (const [i, edge] of expected.entries()) expect(box[i]).toBeCloseTo(edge, 5);
        else expect(box).toEqual(boundsFor(snapshotFrom({}), sightOf(scope, snapshotFrom({}), UNITS), scope));
      }
    }),
    { numRuns: 30 },
  );
});

test("outlines are everybody's, their box too", () => {
  const unit = { name: "", parent: null, indicative: true, lngLat: [0, 0] as const, polygons: [] };
  const outlines = [
    { ...unit, code: "130102", level: "county" as const, bbox: [114, 38, 115, 39] as const },
    { ...unit, code: "130202", level: "county" as const, bbox: [117, 37, 118, 40] as const },
    { ...unit, code: "110000", level: "neighbour" as const, bbox: [100, 30, 130, 50] as const },
  ].map((one) => ({ ...one, bbox: [...one.bbox] as [number, number, number, number] }));
  const snapshot = { ...snapshotFrom({}), outlines };
  expect(outlineBounds(snapshot)).toEqual([114, 37, 118, 40]);
  const scope: Scope = { level: "county", areaCode: "130202", enterpriseId: null };
  expect(boundsFor(snapshot, sightOf(scope, snapshot, UNITS), scope)).toEqual([117, 37, 118, 40]);
});
