import fc from "fast-check";
import { expect, test } from "vitest";
import { float8Array, instantArray, int2Array, textArray } from "./binary.ts";
import { describeOnBothEngines } from "./testing/engines.ts";

/** No NUL and no half of a surrogate, which PostgreSQL's texts cannot hold. */
const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((value) => !value.includes("\0"));
const instant = fc.date({ min: new Date("1800-01-01"), max: new Date("2200-01-01"), noInvalidDate: true });

describeOnBothEngines("columns in binary", (bench) => {
  test("arrive as they were sent, whatever they hold and however many there are", async () => {
    const row = fc.tuple(text, instant, fc.double({ noNaN: true }), fc.integer({ min: -32_768, max: 32_767 }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        const found = await bench
          .db()
          .asSystem((tx) =>
            tx.query<{ a: string; b: Date; c: number; d: number }>(
              "select * from unnest($1::text[], $2::timestamptz[], $3::float8[], $4::int2[]) as r (a, b, c, d)",
              [
                textArray(rows.map(([a]) => a)),
                instantArray(rows.map(([, b]) => b.getTime())),
                float8Array(rows.map(([, , c]) => c)),
                int2Array(rows.map(([, , , d]) => d)),
              ],
            ),
          );
        expect(found.map(({ a, b, c, d }) => [a, b, c, d])).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  test("neighbours that are the same, as owners are, arrive each", async () => {
    const owners = ["E1", "E1", "E1", "", "", "燃气", "燃气", "E1"];
    const [row] = await bench.db().asSystem((tx) => tx.query("select $1::text[] as owners", [textArray(owners)]));
    expect(row).toEqual({ owners });
  });
});
