import fc from "fast-check";
import { expect, test } from "vitest";
import { DeviceReading } from "#contract/live-frame.ts";
import { parseMessage, parseReading } from "./parse.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const instant = fc.oneof(
  fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((d) => d.toISOString()),
  oneOf("2026-11-22T10:00:00+08:00", "2026-11-22T10:00:00.123456-03:30", "2026-11-22T10:00Z", "2026-02-30T10:00:00Z"),
  oneOf(
    "2026-11-22T10:00:00",
    "2026-11-22",
    "2026-11-22 10:00:00Z",
    "",
    "now",
    "2026-13-01T00:00:00Z",
    "2026-11-22T24:00:00Z",
  ),
  fc.integer(),
  fc.double(),
);
const came = fc.oneof(
  fc.record(
    {
      t: fc.oneof(instant, fc.jsonValue()),
      v: fc.oneof(fc.double(), fc.integer(), fc.jsonValue()),
      q: fc.oneof(oneOf<unknown>(0, 1, 2, -1, 3, 1.5, null, "0"), fc.jsonValue()),
      u: fc.oneof(oneOf<unknown>("kPa", "MPa", "", "x".repeat(17), null, 1), fc.jsonValue()),
      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

test("the parser by hand takes what the contract takes, and reads the same out of it", () => {
  fc.assert(
    fc.property(came, (value) => {
      const ours = parseReading(value);
      const { success, data } = DeviceReading.safeParse(value);
      expect(typeof ours === "object", JSON.stringify(value)).toBe(success);
      if (typeof ours !== "object" || !data) return;
      const { v, q, u } = data;
      const t = typeof data.t === "number" ? data.t : Date.parse(data.t);
      expect(ours).toEqual(u === undefined ? { t, v, q } : { t, v, q, u });
    }),
    { numRuns: 5000 },
  );
});

test("a message is one reading or up to a thousand, and a broken one does not take the others with it", () => {
  expect(parseMessage(bytes('{"t":1000,"v":1.5}'))).toEqual([{ t: 1000, v: 1.5, q: 0 }]);
  expect(parseMessage(bytes('[{"t":1000,"v":1},{"t":"x","v":1},{"t":2000,"v":1e999},{"t":3000,"v":3,"q":2}]'))).toEqual(
    [{ t: 1000, v: 1, q: 0 }, "malformed", "not_a_number", { t: 3000, v: 3, q: 2 }],
  );
  const many = (n: number) => bytes(JSON.stringify(Array.from({ length: n }, () => ({ t: 1, v: 1 }))));
  expect(parseMessage(many(1000))).toHaveLength(1000);
  expect(parseMessage(many(1001))).toEqual(["malformed"]);
});

test.each(["NaN", "-Infinity", "inf", "nan", "null", '"NaN"', "1e999", '"-inf"'])(
  "%s is no number, but the rest of its array is read",
  (word) => {
    expect(parseMessage(bytes(`[{"t":1,"v":${word}},{"t":2,"v":2}]`))).toEqual(["not_a_number", { t: 2, v: 2, q: 0 }]);
  },
);

test("a text that holds NaN stays as it is", () => {
  expect(parseMessage(bytes('{"t":1,"v":2,"u":",NaN,"}'))).toEqual([{ t: 1, v: 2, q: 0, u: ",NaN," }]);
});

test("bytes of any kind are judged, never thrown at", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(bytes)), (payload) => {
      expect(parseMessage(payload).length).toBeGreaterThan(0);
    }),
  );
  expect(parseMessage(new Uint8Array([0xff, 0xfe]))).toEqual(["malformed"]);
  expect(parseMessage(bytes(`[${" ".repeat(300_000)}]`))).toEqual(["malformed"]);
});
