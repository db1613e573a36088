import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fieldChecks } from "#mocks/world/field-checks.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { plantCanaryWorld, ZHENGDING } from "#server/testing/canary-world.ts";
import { createFileStore } from "./files/file-store.ts";
import { readKpis } from "./kpis.ts";
import { seedChecks } from "./seed-checks.ts";
import { rowsOf } from "./testing/queries.ts";

const AS_OF = Date.UTC(2026, 10, 22, 3);
const made = { ...fieldChecks(3, AS_OF), roundsOf: (id: string) => (id === ZHENGDING.enterprise ? 5 : 0) };

describeOnBothEngines("made-up checks", (bench) => {
  const folder = mkdtempSync(join(tmpdir(), "gas-one-map-seed-checks-"));
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const seed = () => seedChecks(bench.db(), createFileStore(folder), { areaCode: ZHENGDING.area, made });
  const kept = () => rows<{ n: number }>("select count(*)::int as n from field_record where device like 'phone-%'");

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    await rows(
      `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
       select 'K-' || lpad(n::text, 3, '0'), 'd', $1, $2, 'rural_ng', 'residential', st_setsrid(st_makepoint(114.5 + n * 0.0001, 38.1), 4490)
         from generate_series(1, 90) n`,
      [ZHENGDING.area, ZHENGDING.enterprise],
    );
    await seed();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("each is counted with whole files, and nothing it should have is missing", async () => {
    const states = await rows("select distinct state from field_record where device like 'phone-%'");
    expect(states).toEqual([{ state: "counted" }]);
    expect(
      await rows("select id from field_record where device like 'phone-%' and 'evidence_missing' = any (flags)"),
    ).toEqual([]);
    const store = createFileStore(folder);
    const files = await rows<{ id: string; sha256: string }>(
      `select f.id, f.sha256 from field_manifest m join field_file f on f.id = m.file_id and f.sha256 = m.sha256
        where m.record_id in (select id from field_record where device like 'phone-%') order by f.id limit 5`,
    );
    expect(files).toHaveLength(5);
    for (const { id, sha256 } of files) expect(await store.hash(id)).toBe(sha256);
  });

  test("figures of supervision are not empty, and done again nothing is counted twice", async () => {
    const where = { area: ZHENGDING.area, enterprise: ZHENGDING.enterprise, from: "2026-09-01", to: "2026-11-22" };
    const read = () => bench.db().asSystem((tx) => readKpis(tx, { ...where, now: new Date(AS_OF) }));
    const before = await read();
    for (const id of ["entry", "sampling", "agreement"])
      expect(before.kpis.find((kpi) => kpi.id === id)?.whole).toBeGreaterThan(0);
    expect(Object.keys(before.outcomes)).toEqual(expect.arrayContaining(["entered", "nobody_home"]));
    const [records] = await kept();
    await seed();
    expect(await kept()).toEqual([records]);
    expect(await read()).toEqual(before);
  });
});
