import { expect, test } from "vitest";
import { describeOnBothEngines } from "./testing/engines.ts";

describeOnBothEngines("a new database", (bench) => {
  test("holds the facts: 179 divisions, 14 units under the province, each county with one unit", async () => {
    const [counts] = await bench.db().asSystem((tx) =>
      tx.query(`select (select count(*) from division) as divisions,
                       (select count(*) from supervision_unit where parent is not null) as units,
                       (select count(*) from unit_county) as counties`),
    );
    expect(counts).toEqual({ divisions: 179, units: 14, counties: 167 });
  });
});
