import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { fakeDb } from "#server/testing/fakes.ts";
import { Latest } from "./latest-store.ts";
import type { LimitRow } from "./tag-limits.ts";
import { PROVINCE, type TestTag, testSnapshot, testSnapshots } from "./testing/network.ts";

const START = 1_800_000_000_000;
const TAGS: TestTag[] = [
  { id: "A1", county: "130102", enterprise: "E1" },
  { id: "A2", county: "130102", enterprise: "E1" },
];
const limits = (over: Partial<LimitRow> = {}): LimitRow => ({
  id: "A1",
  low_alarm: null,
  low_warning: 20,
  high_warning: 80,
  high_alarm: 100,
  dead_band: 2,
  stale_after_s: 60,
  ...over,
});

async function house(rows: { limits?: LimitRow[]; latest?: object[] } = {}) {
  const clock = { now: START };
  const db = fakeDb((text) => (text.includes("from tag") ? (rows.limits ?? [limits()]) : (rows.latest ?? [])));
  const live = new Latest(db, () => clock.now);
  live.adopt(testSnapshot(TAGS));
  await live.load();
  const state = (seq = 0) => TAG_STATES[live.columns().state[seq] as number];
  let t = START - 1000;
  const read = (v: number, q: 0 | 1 | 2 = 0) => {
    live.apply([{ tagId: "A1", t: ++t, v, q }]);
    return state();
  };
  return { live, clock, state, read, rows };
}

describe("limits and the dead-band", () => {
  test("a limit is crossed at once and left only by more than the dead-band", async () => {
    const { read } = await house();
    expect([50, 79.9, 80, 79, 78.1, 77.9].map((v) => read(v))).toEqual([
      "normal",
      "normal",
      "warning",
      "warning",
      "warning",
      "normal",
    ]);
    expect([100, 98.1, 97.9, 81, 77].map((v) => read(v))).toEqual(["alarm", "alarm", "warning", "warning", "normal"]);
    expect([20, 21.9, 22.1].map((v) => read(v))).toEqual(["warning", "warning", "normal"]);
  });

  test("a value that trembles within the dead-band changes state at most once", async () => {
    const { read } = await house();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double({ min: 79, max: 80.9, noNaN: true }), { maxLength: 50 }), async (values) => {
        read(50);
        const states = values.map((v) => read(v));
        const changes = states.filter((s, i) => i > 0 && s !== states[i - 1]).length;
        expect(changes).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("a state is never milder than the limits say", async () => {
    const { read } = await house();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double({ min: 0, max: 120, noNaN: true }), { minLength: 1 }), async (values) => {
        for (const v of values) {
          const severity = TAG_STATES.indexOf(read(v) as "normal");
          const plain = v >= 100 ? 2 : v >= 80 || v <= 20 ? 1 : 0;
          expect(severity).toBeGreaterThanOrEqual(plain);
        }
      }),
    );
  });
});

describe("age and quality", () => {
  test("a value grows stale, then offline, and comes back", async () => {
    const { live, clock, state, read } = await house();
    expect(state()).toBe("offline");
    expect(read(50)).toBe("normal");
    clock.now = START + 58_000;
    live.sweep();
    expect(state()).toBe("normal");
    clock.now = START + 61_000;
    live.sweep();
    expect(state()).toBe("stale");
    clock.now = START + 86_500_000;
    live.sweep();
    expect(state()).toBe("offline");
    live.apply([{ tagId: "A1", t: clock.now, v: 85, q: 0 }]);
    expect(state()).toBe("warning");
  });

  test("a value of bad quality is neither alarm nor normal", async () => {
    const { read } = await house();
    expect(read(50, 1)).toBe("normal");
    expect(read(150, 2)).toBe("stale");
  });

  test("a doubt shows where all looks well and hides no alarm; work on a tag covers everything; both end", async () => {
    const { live, clock, state, read } = await house();
    read(50);
    live.doubt({ suspects: ["A1", "gone"], maintained: [] });
    expect(state()).toBe("suspect");
    expect(read(150)).toBe("alarm");
    expect(read(50)).toBe("suspect");
    live.doubt({ suspects: ["A1"], maintained: ["A1"] });
    expect(state()).toBe("maintenance");
    expect(read(150)).toBe("maintenance");
    clock.now = START + 120_000;
    live.sweep();
    expect(state()).toBe("maintenance");
    live.doubt({ suspects: ["A1"], maintained: [] });
    expect(state()).toBe("stale");
    live.adopt(testSnapshot(TAGS.toReversed()));
    live.apply([{ tagId: "A1", t: clock.now, v: 50, q: 0 }]);
    expect(state(live.columns().snapshot.tagSeq("A1"))).toBe("suspect");
    live.doubt({ suspects: [], maintained: [] });
    expect(state(live.columns().snapshot.tagSeq("A1"))).toBe("normal");
  });

  test("only tags whose doubt changes what they show are told", async () => {
    const { live, read } = await house();
    read(50);
    const told: unknown[] = [];
    live.onChange((seqs) => told.push(seqs));
    live.doubt({ suspects: ["A1"], maintained: [] });
    live.doubt({ suspects: ["A1"], maintained: [] });
    expect(told).toEqual([[0]]);
  });

  test("silence does not make the dead-band forget", async () => {
    const { live, clock, read, state } = await house();
    read(85);
    clock.now = START + 120_000;
    live.sweep();
    expect(state()).toBe("stale");
    live.apply([{ tagId: "A1", t: clock.now, v: 79, q: 0 }]);
    expect(state()).toBe("warning");
  });
});

describe("what is newest", () => {
  test("in whatever order readings come, the newest stands", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(1000), { minLength: 1 }), async (times) => {
        const { live } = await house();
        for (const t of times) live.apply([{ tagId: "A1", t: START - 2000 + t, v: t, q: 0 }]);
        expect(live.columns().value[0]).toBe(Math.max(...times));
        expect(live.columns().newestAt).toBe(START - 2000 + Math.max(...times));
      }),
    );
  });

  test("only tags that changed are told, and a sweep without change tells nothing", async () => {
    const { live, read } = await house();
    const told: (number[] | null)[] = [];
    live.onChange((seqs) => told.push(seqs === null ? null : Array.from(seqs)));
    read(50);
    live.sweep();
    live.apply([{ tagId: "A1", t: START - 5000, v: 1, q: 0 }]);
    live.apply([{ tagId: "nobody's", t: START, v: 1, q: 0 }]);
    expect(told).toEqual([[0]]);
  });

  test("another snapshot keeps values, limits and states under the new numbers", async () => {
    const { live, read, state } = await house();
    read(85);
    live.adopt(testSnapshot([{ id: "A0", county: "130102", enterprise: "E1" }, ...TAGS], "v2"));
    expect([0, 1, 2].map((seq) => state(seq))).toEqual(["offline", "warning", "offline"]);
    live.apply([{ tagId: "A1", t: START, v: 79, q: 0 }]);
    expect(state(1)).toBe("warning");
  });

  test("a load brings what is newer in the database and new limits, and leaves the rest", async () => {
    const { live, read, rows, state } = await house();
    read(85);
    rows.limits = [limits({ high_warning: 200, high_alarm: 300 })];
    rows.latest = [
      { tag_id: "A1", at: START - 60_000, v: 1, q: 0 },
      { tag_id: "A2", at: START - 1, v: 7, q: 0 },
      { tag_id: "gone", at: START, v: 7, q: 0 },
    ];
    await live.load();
    expect(Array.from(live.columns().value)).toEqual([85, 7]);
    expect(state()).toBe("normal");
  });

  test("states are counted within sight", async () => {
    const { live, read } = await house();
    read(85);
    const snapshots = testSnapshots(live.columns().snapshot);
    expect(Array.from(live.countStates(snapshots.sight(PROVINCE)))).toEqual([0, 1, 0, 0, 1, 0, 0]);
    const elsewhere = snapshots.sight({ level: "county", areaCode: "130203", enterpriseId: null });
    expect(Array.from(live.countStates(elsewhere))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

test("whichever tags come, go or stay, those in both snapshots keep their value under their new number", () => {
  const idsArb = fc
    .uniqueArray(fc.nat(40), { maxLength: 30 })
    .map((numbers) => numbers.toSorted((a, b) => a - b).map((n) => `T${String(n).padStart(2, "0")}`));
  const snapshotOf = (ids: readonly string[], version: string) =>
    testSnapshot(
      ids.map((id) => ({ id, county: "130102", enterprise: "E1" })),
      version,
    );
  fc.assert(
    fc.property(idsArb, idsArb, (before, after) => {
      const live = new Latest(fakeDb(), () => START);
      live.adopt(snapshotOf(before, "v1"));
      live.apply(before.map((tagId) => ({ tagId, t: START - 1, v: Number(tagId.slice(1)), q: 0 })));
      live.adopt(snapshotOf(after, "v2"));
      expect([...live.columns().value]).toEqual(
        after.map((id) => (before.includes(id) ? Number(id.slice(1)) : Number.NaN)),
      );
    }),
  );
});
