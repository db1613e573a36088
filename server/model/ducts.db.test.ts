import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { readNetworkFile } from "#model/network/file.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { importFile } from "#server/files/import-file.ts";
import {
  COUNTY as HOME,
  csv,
  duct,
  enterprise,
  type Folder,
  folder,
  geoJson,
  node,
  pipe,
} from "#server/files/testing/small-files.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";
import { createNetworkService } from "./network-service.ts";
import { readDucts } from "./read-ducts.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const county = (areaCode: string): Scope => ({ level: "county", areaCode, enterpriseId: null });
const NEXT = "130104";

describeOnBothEngines("ducts of other utilities", (bench) => {
  let files: Folder;
  let snapshots: OwnedSnapshotStore;
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const take = (name: string, text: string, kind: "enterprise" | "node" | "pipe" | "duct") =>
    importFile(bench.db(), { file: files.write(name, text), kind, dataset: kind, maxRejects: 0.5, force: true });
  const seenBy = async (scope: Scope, area: string) =>
    (await bench.db().as(scope, (tx) => readDucts(tx, area))).map(({ id }) => id);

  beforeAll(async () => {
    files = folder();
    await take("e.csv", csv([enterprise(), enterprise({ id: "E2", licence_number: "冀2" })]), "enterprise");
    await take("n.csv", csv([node()]), "node");
    await take("p.geojson", geoJson([pipe(1)]), "pipe");
    snapshots = createSnapshotStore({ db: bench.db(), log: quiet, watchMs: 0 });
    await snapshots.refresh();
  });
  afterAll(async () => {
    files.remove();
    await snapshots.close();
  });

  test("are imported with Chinese words, read back as they were delivered, and are new to the analysis at once", async () => {
    const service = createNetworkService({ db: bench.db(), snapshots });
    const ductsOf = async (scope: Scope) => {
      const file = await service.file(scope, HOME);
      if (file === null || file === "gone") throw new Error(`expected a file, got ${file}`);
      return readNetworkFile(new Uint8Array(file.bytes).buffer).ducts.ids;
    };
    expect(await ductsOf(county(HOME))).toEqual([]);
    const result = await take(
      "d.geojson",
      geoJson([duct("D1"), duct("D2", { kind: "综合管廊", height_mm: 900 })]),
      "duct",
    );
    expect(result).toMatchObject({ outcome: "imported", accepted: 2, rejectedRows: 0 });
    const [first, second] = await bench.db().as(PROVINCE, (tx) => readDucts(tx, HOME));
    expect(first).toEqual({
      ...{ id: "D1", kind: "sewer", owner: "排水公司", from: "N1", to: "WS-1", widthMm: 600, heightMm: null },
      path: duct("D1").path.map((place) => place.map((degree) => Math.round(degree * 1e7) / 1e7)),
    });
    expect(second).toMatchObject({ id: "D2", kind: "tunnel", heightMm: 900 });
    await snapshots.refresh();
    expect(await ductsOf(county(HOME))).toEqual(["D1", "D2"]);
  });

  test("of another county or enterprise are never seen, whoever asks for whichever area", async () => {
    const lines = [
      duct("D1"),
      duct("D2", { enterprise_id: "E2" }),
      duct("D3", { area_code: NEXT }),
      duct("D4", { area_code: NEXT, enterprise_id: "E2" }),
    ];
    await take("d2.geojson", geoJson(lines), "duct");
    const enterpriseOf = (enterpriseId: string): Scope => ({ level: "enterprise", areaCode: HOME, enterpriseId });
    expect(await seenBy(PROVINCE, HOME)).toEqual(["D1", "D2"]);
    expect(await seenBy(county(HOME), HOME)).toEqual(["D1", "D2"]);
    expect(await seenBy(county(HOME), NEXT)).toEqual([]);
    expect(await seenBy(county(NEXT), NEXT)).toEqual(["D3", "D4"]);
    expect(await seenBy(enterpriseOf("E2"), HOME)).toEqual(["D2"]);
    expect(await seenBy(enterpriseOf("E2"), NEXT)).toEqual(["D4"]);
    expect(await seenBy({ level: "city", areaCode: "130600", enterpriseId: null }, HOME)).toEqual([]);
  });

  test("of no known kind, or without a line, are refused with the reason", async () => {
    const good = Array.from({ length: 4 }, (_, i) => duct(`G${i}`));
    const wrong = [duct("X1", { kind: "河" }), { ...duct("X2"), path: [] }];
    const result = await take("d3.geojson", geoJson([...good, ...wrong]), "duct");
    expect(result.rejects.map(({ line, field, rule }) => [line, field, rule])).toEqual([
      [5, "kind", "choice"],
      [6, null, "geometry_missing"],
    ]);
    expect(await seenBy(PROVINCE, HOME)).toEqual(["G0", "G1", "G2", "G3"]);
  });
});
