import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { Latest } from "./latest-store.ts";
import { testSnapshot } from "./testing/network.ts";

const OWNER = { county: "130123", enterprise: "E130123-01" };
const AT = Date.now() - 30_000;

describeOnBothEngines("newest values", (bench) => {
  test("they are read with their limits at a start, also those that only history knows", async () => {
    await bench.db().asSystem(async (tx) => {
      for (const id of ["A", "B", "C"]) {
        await tx.query(
          `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, high_warning, sampling_s, stale_after_s)
           values ($1, 'd', $1, 'pressure', 'S', $2, $3, 'kPa', 80, 10, 3600)`,
          [id, OWNER.county, OWNER.enterprise],
        );
      }
      const reading = (table: string, id: string, ms: number, v: number) =>
        tx.query(
          `insert into ${table} (tag_id, t, area_code, enterprise_id, v) values ($1, $2::timestamptz, $3, $4, $5)`,
          [id, new Date(ms).toISOString(), OWNER.county, OWNER.enterprise, v],
        );
      // A: latest lags behind an import; B: only history; C: never reported.
      await reading("reading", "A", AT - 1000, 70);
      await reading("latest", "A", AT - 1000, 70);
      await reading("reading", "A", AT, 90);
      await reading("reading", "B", AT - 5000, 10);
      await reading("reading", "B", AT - 2000, 20.5);
    });
    const live = new Latest(bench.db());
    live.adopt(testSnapshot(["A", "B", "C"].map((id) => ({ id, ...OWNER }))));
    await live.load();
    const { value, at, state, newestAt } = live.columns();
    expect(Array.from(value)).toEqual([90, 20.5, Number.NaN]);
    expect(Array.from(at)).toEqual([AT, AT - 2000, 0]);
    expect(Array.from(state, (s) => TAG_STATES[s])).toEqual(["warning", "normal", "offline"]);
    expect(newestAt).toBe(AT);
  });
});
