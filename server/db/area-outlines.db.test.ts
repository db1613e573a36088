import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { listOutlines } from "./area-outlines.ts";
import { describeOnBothEngines } from "./testing/engines.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const COUNTY: Scope = { level: "county", areaCode: "130102", enterpriseId: null };

/** A square of a degree with a needle of a hundredth of a thousandth on one side, and a plain square. */
const OUTLINES = [
  ["130102", "MULTIPOLYGON(((114 38, 115 38, 115 38.5, 115.00001 38.50001, 115 38.50002, 115 39, 114 39, 114 38)))"],
  ["130104", "MULTIPOLYGON(((115 38, 116 38, 116 39, 115 39, 115 38)), ((117 38, 117.5 38, 117.5 38.5, 117 38)))"],
] as const;

describeOnBothEngines("outlines for a picture", (bench) => {
  beforeAll(() =>
    bench.db().asSystem(async (tx) => {
      await tx.query("delete from outline");
      for (const [code, wkt] of OUTLINES)
        await tx.query(
          "insert into outline (code, name, level, source, geom, is_indicative) values ($1, $1, 'county', 'test', st_geomfromtext($2, 4490), $1 = '130102')",
          [code, wkt],
        );
    }),
  );
  const read = (scope: Scope, codes: readonly string[]) => bench.db().as(scope, (tx) => listOutlines(tx, codes));

  test("keep every part and leave out what no picture can show", async () => {
    const outlines = await read(PROVINCE, ["130104", "130102", "130602"]);
    expect(outlines.map(({ code, isIndicative }) => [code, isIndicative])).toEqual([
      ["130102", true],
      ["130104", false],
    ]);
    expect(outlines[0]?.polygons).toHaveLength(1);
    expect(outlines[0]?.polygons[0]?.[0]).toHaveLength(5);
    expect(outlines[1]?.polygons).toHaveLength(2);
  });

  test("tell no area that the caller's tree does not hold", async () => {
    expect((await read(COUNTY, ["130102", "130104"])).map(({ code }) => code)).toEqual(["130102"]);
  });
});
