import fc from "fast-check";
import { expect, test } from "vitest";
import { describeOgc } from "#server/ogc/testing/ogc-house.ts";
import { leaks, OWNERS, SIGHTS } from "#server/testing/canary-world.ts";
import { OPTION_NAMES } from "./options.ts";
import { SET_NAMES } from "./entity-set.ts";
import { namesOf, SETS } from "./sets.ts";

/** Inputs to each option of each set; `FUZZ_INPUTS=20000` for a long run. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 12);
const LIMIT_MS = Math.max(60_000, INPUTS * 400);

const NASTY = [
  "",
  "%",
  "'",
  "''",
  "';drop table tag;--",
  "-1",
  "1e400",
  "NaN",
  "9007199254740993",
  "\u202e",
  "(",
  ")",
  ";",
  "$",
  "/",
];
const word = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.constantFrom(...OWNERS.map(({ enterprise }) => enterprise)),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
);

/** Texts that look like OData and mostly are none. */
function odata(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.constantFrom(...names, "ctid", "geom", "null");
  const literal = fc.oneof(
    fc.oneof(fc.integer(), fc.double()).map(String),
    word.map((text) => `'${text.replaceAll("'", "''")}'`),
    fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
    fc.constantFrom(
      "null",
      "true",
      "2026-13-40",
      "08:30",
      "24:00",
      "duration'P1DT2H'",
      "duration'P999999999D'",
      "duration'P'",
      "now()",
      "geography'POINT(114 38)'",
      "geography'POLYGON((0 0,1 1,0 1,0 0))'",
      "geography'x'",
    ),
  );
  const operator = fc.constantFrom("add", "sub", "mul", "div", "mod");
  const part = fc
    .tuple(
      fc.constantFrom("year", "month", "day", "hour", "minute", "second", "date", "time", "now"),
      fc.oneof(name, literal),
    )
    .map(([f, of]) => `${f}(${of})`);
  const value = fc.oneof(name, literal, part);
  const reckoned = fc.array(fc.tuple(value, operator), { maxLength: 3 }).map((all) => all.flat().join(" "));
  const comparison = fc.oneof(
    fc.tuple(name, fc.constantFrom("eq", "ne", "lt", "ge", "add", "="), literal).map((of) => of.join(" ")),
    fc.tuple(reckoned, value, fc.constantFrom("eq", "lt"), reckoned, value).map((of) => of.join(" ")),
    fc
      .tuple(value, operator, value, fc.constantFrom("gt", "ne"), literal)
      .map(([a, op, b, than, c]) => `(${a} ${op} ${b}) ${than} ${c}`),
    fc
      .tuple(fc.constantFrom("startswith", "substringof", "st_within", "year", "f"), fc.oneof(name, literal), literal)
      .map(([f, a, b]) => `${f}(${a},${b})`),
  );
  const piece = fc.oneof(name, literal, fc.constantFrom("and", "or", "not", "(", ")", ",", "eq", "--", ";"));
  return fc.oneof(
    fc.array(comparison, { minLength: 1, maxLength: 4 }).map((all) => all.join(" or ")),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join(" ")),
  );
}

function fitting(option: string, names: readonly string[], ways: readonly string[]): fc.Arbitrary<string> {
  const way = fc.constantFrom(...ways, "Nothings");
  if (option === "$filter") return odata(names);
  if (option === "$top" || option === "$skip") return fc.oneof(fc.integer(), fc.double(), fc.nat(50)).map(String);
  if (option === "$count") return fc.constantFrom("true", "false", "TRUE", "1");
  if (option === "$orderby")
    return fc
      .array(fc.tuple(fc.constantFrom(...names, "ctid"), fc.constantFrom("", " asc", " desc", " up")), { maxLength: 6 })
      .map((all) => all.map((of) => of.join("")).join(","));
  if (option === "$select")
    return fc.array(fc.constantFrom(...names, "ctid"), { maxLength: 6 }).map((all) => all.join(","));
  return fc.oneof(
    fc.array(way, { maxLength: 5 }).map((all) => all.join("/")),
    fc.array(way, { maxLength: 5 }).map((all) => all.join(",")),
    fc
      .tuple(way, odata(names), way)
      .map(([a, filter, b]) => `${a}($filter=${filter};$expand=${b}($top=2;$count=true))`),
    fc.tuple(way, word).map(([a, text]) => `${a}(${text})`),
  );
}

const written = (text: string): string => encodeURIComponent(text.toWellFormed());

describeOgc("junk at the door of SensorThings", ({ get, admit }) => {
  test.each(SET_NAMES)(
    "%s are answered or refused, never with an error of ours, and never with a row out of sight",
    async (set) => {
      const { collection, navigation } = SETS[set];
      const names = [...collection.properties.map(({ name }) => name), ...namesOf(SETS[set])];
      const begin = fc
        .constantFrom(...OWNERS)
        .chain(({ area, enterprise }) =>
          fc.constantFrom(
            set === "Observations" ? `Datastreams('canary-${area}-${enterprise}')/Observations` : set,
            `${set}('canary-${area}-${enterprise}')`,
          ),
        );
      for (const option of [...OPTION_NAMES, "address"])
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(...SIGHTS),
            begin,
            fc.oneof({ weight: 3, arbitrary: fitting(option, names, Object.keys(navigation)) }, word),
            async (from, path, value) => {
              const url =
                option === "address"
                  ? `/sensorthings/v1.1/${path}/${written(value)}`
                  : `/sensorthings/v1.1/${path}?${option}=${written(value)}`;
              const { statusCode, body } = await get(url, admit(from.scope));
              expect(statusCode, `${url}: ${body.slice(0, 300)}`).toBeLessThan(500);
              if (statusCode !== 200) return;
              // An address that a link repeats is what was asked, not a row.
              const told = body.replaceAll(/"[^"]*(?:nextLink|selfLink|navigationLink)":"[^"]*"/g, "");
              expect(leaks(told, from), `${from.name}: ${url}`).toEqual([]);
            },
          ),
          { numRuns: INPUTS },
        );
    },
    LIMIT_MS,
  );
});
