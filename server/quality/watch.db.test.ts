import { afterEach, beforeEach, expect, test } from "vitest";
import { listSuspects } from "#server/db/quality.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type QualityWatch, startQualityWatch } from "./watch.ts";

const START = Date.UTC(2026, 10, 22);
const MINUTE = 60_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const TAGS = ["A", "B", "C", "D", "E"];

describeOnBothEngines("the watch over quality", (bench) => {
  let watch: QualityWatch | undefined;
  let clock = START;
  beforeEach(async () => {
    clock = START;
    await bench.db().asSystem(async (tx) => {
      for (const table of ["tag_quality", "tag", "station", "node", "pipe"]) await tx.query(`delete from ${table}`);
      await tx.query(
        `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
         values ('S', 'd', 'n', 'regulator_box', '130102', 'E1', 'urban_ng', 'MP_A', 'in_service', st_geomfromtext('POINT(115 38)', 4490))`,
      );
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, node_id, area_code, enterprise_id, unit, sampling_s, stale_after_s, nominal)
         select id, 'd', id, 'pressure', 'S', 'n' || id, '130102', 'E1', 'kPa', 60, 300, 300 from unnest($1::text[]) id`,
        [TAGS],
      );
      // One street: nA - nB - nC - nD - nE.
      await tx.query(
        `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status, source_crs, from_node, to_node, geom)
         select 'p' || i, 'd', '130102', 'E1', 'urban_ng', 'MP_A', 'PE100', 110, 10, 'in_service', 'EPSG:4490', 'n' || ($1::text[])[i], 'n' || ($1::text[])[i + 1],
                st_geomfromtext('LINESTRING(115 38, 115.1 38)', 4490)
           from generate_series(1, 4) i`,
        [TAGS],
      );
    });
    watch = await startQualityWatch({ db: bench.db(), log: quiet, now: () => clock });
    await watch.reload();
  });
  afterEach(() => watch?.close());

  const found = async () => {
    const rows = await bench.db().asSystem(listSuspects);
    return Object.fromEntries(rows.map(({ tagId, reasons }) => [tagId, reasons]));
  };
  /** A minute of the street: each sensor near 300 kPa, but those that `odd` names. */
  const minute = async (n: number, odd: Record<string, number> = {}) => {
    clock = START + n * MINUTE;
    watch?.hear(
      TAGS.map((tagId, i) => ({ tagId, t: clock, v: odd[tagId] ?? 300 + ((n * 7 + i * 3) % 11) / 10, q: 0 })),
    );
    await watch?.settle();
  };

  test("writes down whom its neighbours contradict, and takes it back when they agree again", async () => {
    await minute(1);
    expect(await found()).toEqual({});
    await minute(2, { C: 210 });
    expect(await found()).toEqual({ C: ["neighbours"] });
    await minute(3, { C: 300.5 });
    expect(await found()).toEqual({});
  });

  test("says nothing of a street whose pressure falls as a whole", async () => {
    await minute(1);
    await minute(2, { A: 200, B: 201, C: 199, D: 200.5, E: 200 });
    expect(await found()).toEqual({});
  });

  test("keeps what was known through a new start until the sensor has been heard long enough", async () => {
    for (let n = 1; n <= 60; n++) await minute(n, { E: 300.5 });
    expect(await found()).toEqual({ E: ["stuck"] });
    await watch?.close();
    watch = await startQualityWatch({ db: bench.db(), log: quiet, now: () => clock });
    for (let n = 61; n <= 120; n++) await minute(n);
    expect(await found()).toEqual({ E: ["stuck"] });
    for (let n = 121; n <= 165; n++) await minute(n);
    expect(await found()).toEqual({});
  });
});
