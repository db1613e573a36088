import fc from "fast-check";
import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { getLatest } from "#contract/telemetry.ts";
import { testSnapshot } from "#server/live/testing/network.ts";
import { latestBody } from "./latest-body.ts";

const IDS = ["P1", 'a "quoted" one', "表\\号", ...Array.from({ length: 20 }, (_, i) => `T${i}`)];
const SNAPSHOT = testSnapshot(
  IDS.map((id) => ({ id, county: "130102", enterprise: "E1" })),
  "v-7",
);
const value = fc.oneof(
  fc.float({ noDefaultInfinity: true }),
  fc.integer({ min: -20_000_000, max: 20_000_000 }).map((n) => Math.fround(n / 1000)),
  fc.constantFrom(0, -0, 301.1, -0.5, 99_999.99, 100_000, 1e-7, 3e38, Number.NaN).map(Math.fround),
);
const row = fc.record({
  v: value,
  at: fc.oneof(fc.constant(0), fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }), fc.constant(1)),
  state: fc.nat(TAG_STATES.length - 1),
});

test("whatever tags are asked for, the reply says of each what is known, as the contract wants it", () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: IDS.length, maxLength: IDS.length }),
      fc.subarray([...IDS.keys()]),
      (rows, asked) => {
        const columns = {
          snapshot: SNAPSHOT,
          value: Float32Array.from(rows, ({ v }) => v),
          at: Float64Array.from(rows, ({ at }) => at),
          state: Uint8Array.from(rows, ({ state }) => state),
          newestAt: 0,
        };
        const reply = getLatest.reply.parse(
          JSON.parse(latestBody(columns, Uint32Array.from(asked), 1_800_000_000_000).toString()),
        );
        expect(reply).toMatchObject({ snapshot: "v-7", now: 1_800_000_000_000 });
        expect(reply.id).toEqual(asked.map((seq) => IDS[seq]));
        expect(reply.seq).toEqual(asked);
        const of = <T>(read: (one: (typeof rows)[number]) => T) =>
          asked.map((seq) => read(rows[seq] as (typeof rows)[number]));
        expect(reply.at).toEqual(of(({ at }) => (at > 0 ? at : null)));
        expect(reply.state).toEqual(of(({ state }) => TAG_STATES[state]));
        // Float32 is what is known: the decimal said is the one that is this float32 again.
        expect(reply.v.map((v) => (v === null ? null : Math.fround(v)))).toEqual(
          of(({ v }) => (Number.isNaN(v) ? null : v + 0)),
        );
      },
    ),
  );
});

test("a value is said as the device said it, not with the digits of its float32", () => {
  const columns = {
    snapshot: SNAPSHOT,
    value: Float32Array.from(IDS, () => 301.1),
    at: new Float64Array(IDS.length),
    state: new Uint8Array(IDS.length),
    newestAt: 0,
  };
  expect(latestBody(columns, Uint32Array.of(0), 1).toString()).toContain('"v":[301.1]');
});
