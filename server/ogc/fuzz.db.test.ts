import fc from "fast-check";
import { expect, test } from "vitest";
import { COLLECTIONS } from "#server/features/collections.ts";
import { COLLECTION_IDS } from "#server/features/property.ts";
import { leaks, OWNERS, SIGHTS } from "#server/testing/canary-world.ts";
import { ITEMS_PARAMS, namedProperties } from "./asked.ts";
import { describeOgc } from "./testing/ogc-house.ts";

/** Inputs to each parameter; `FUZZ_INPUTS=20000` for a long run. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 12);
const LIMIT_MS = Math.max(60_000, INPUTS * 400);

const NASTY = ["", "%", "_", "\\", "'", "';drop table station;--", "-1", "1e400", "NaN", "9007199254740993", "\u202e"];
const number = fc
  .oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, 180, 90, 114.5, 38))
  .map(String);
const instant = fc.oneof(
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  fc.constantFrom("..", "2026-11-01T00:00:00Z", "2026-11-01", "0000-01-01T00:00:00Z", "2026-13-40"),
);
const word = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...OWNERS.map(({ enterprise }) => enterprise), ...OWNERS.map(({ area }) => area)),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
);
const listOf = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 7 }).map((parts) => parts.join(","));

/** Texts that look like CQL2 and mostly are none: pieces of its grammar in any order, and whole comparisons joined. */
const cql = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.constantFrom(...names, "nothing", "geom", "ctid", "area_code");
  const literal = fc.oneof(
    number,
    word.map((text) => `'${text.replaceAll("'", "''")}'`),
    instant.map((at) => `TIMESTAMP('${at}')`),
    fc.constantFrom("NULL", "TRUE", "POINT(114 38)", "BBOX(1,2,3,4)", "POLYGON((0 0,1 1,0 1,0 0))"),
  );
  const comparison = fc.oneof(
    fc
      .tuple(name, fc.constantFrom("=", "<>", "<", ">=", "LIKE", "IN", "IS", "BETWEEN"), literal)
      .map((of) => of.join(" ")),
    fc.tuple(name, literal, literal).map(([a, b, c]) => `${a} BETWEEN ${b} AND ${c}`),
    fc.tuple(name, fc.array(literal, { maxLength: 5 })).map(([a, all]) => `${a} IN (${all.join(",")})`),
    fc
      .tuple(fc.constantFrom("S_INTERSECTS", "S_WITHIN", "T_AFTER", "CASEI", "f"), name, literal)
      .map(([f, a, b]) => `${f}(${a},${b})`),
  );
  const piece = fc.oneof(name, literal, fc.constantFrom("AND", "OR", "NOT", "(", ")", ",", "=", "LIKE", "--", ";"));
  return fc.oneof(
    fc.array(comparison, { minLength: 1, maxLength: 4 }).map((all) => all.join(" OR ")),
    comparison.map((one) => `NOT (${one})`),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join(" ")),
  );
};

const fitting = (parameter: string, names: readonly string[]): fc.Arbitrary<string> => {
  if (parameter === "filter") return cql(names);
  if (parameter === "bbox") return listOf(number);
  if (parameter === "datetime") return fc.array(instant, { minLength: 1, maxLength: 3 }).map((all) => all.join("/"));
  if (parameter === "sortby") return listOf(fc.constantFrom(...names, ...names.map((name) => `-${name}`), "+", "ctid"));
  if (parameter === "limit") return number;
  if (parameter === "f") return fc.constantFrom("json", "html", "geojson", "xml");
  if (parameter.endsWith("crs"))
    return fc.constantFrom("CRS84", "EPSG:4490", "http://www.opengis.net/def/crs/EPSG/0/4548", "EPSG:99999");
  return fc.oneof(number, instant, word);
};

/** As it goes into an address; what cannot be written there is not sent. */
const written = (text: string) => encodeURIComponent(text.toWellFormed());

describeOgc("junk to each parameter of /ogc", ({ get, admit }) => {
  test.each(COLLECTION_IDS)(
    "of %s is answered or refused, never with an error of ours, and never with a row out of sight",
    async (id) => {
      const names = COLLECTIONS[id].properties.map(({ name }) => name);
      const parameters = [...ITEMS_PARAMS, ...namedProperties(COLLECTIONS[id]).map(({ name }) => name), "nothing"];
      const sight = fc.constantFrom(...SIGHTS);
      const others = fc.constantFrom("", "&limit=1000", "&limit=3&filter=id%20%3C%3E%20'x'", "&crs=EPSG:4490");
      for (const parameter of parameters)
        await fc.assert(
          fc.asyncProperty(
            sight,
            fc.oneof({ weight: 3, arbitrary: fitting(parameter, names) }, word),
            others,
            async (from, value, more) => {
              const rest = more.includes(`&${parameter}=`) ? "" : more;
              const url = `/ogc/collections/${id}/items?${parameter}=${written(value)}${rest}`;
              const { statusCode, body } = await get(url, admit(from.scope));
              expect(statusCode, `${url}: ${body.slice(0, 300)}`).toBeLessThan(500);
              if (statusCode !== 200 || !body.startsWith("{")) return;
              // Links say again what was asked.
              const { links: _, ...told } = JSON.parse(body) as { links: object[] };
              expect(leaks(JSON.stringify(told), from), `${from.name}: ${url}`).toEqual([]);
            },
          ),
          { numRuns: INPUTS },
        );
    },
    LIMIT_MS,
  );
});
