import fc from "fast-check";
import { expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { house, START, TAGS } from "./testing/live-house.ts";
import { county, enterprise, PROVINCE, testSnapshot } from "./testing/network.ts";

test("a client hears the numbering, then everything in its sight, then only what changes", () => {
  const { reading, beat, join } = house();
  reading("A1", 5);
  const { socket } = join(county("130102"));
  beat(100);
  const [hello, snapshot] = socket.read();
  expect(hello).toMatchObject({ type: "hello", snapshot: "v1", tags: 2 });
  expect(snapshot).toMatchObject({ kind: "snapshot", sequence: 1, seqs: [0, 1], values: [5, Number.NaN] });
  beat(100);
  reading("A2", 7);
  reading("B1", 9);
  beat(100);
  expect(socket.read().filter((f) => "kind" in f && f.kind !== "heartbeat")).toMatchObject([
    { kind: "delta", seqs: [1], values: [7] },
  ]);
});

test("of many changes between two beats the last is sent, once", () => {
  const { reading, beat, join } = house();
  const { socket } = join(PROVINCE);
  beat();
  socket.read();
  for (let v = 1; v <= 50; v++) reading("A1", v, START + v);
  beat();
  expect(socket.read()).toMatchObject([{ kind: "delta", seqs: [0], values: [50] }]);
});

test("heartbeats come each second and tell of no reading that is out of sight", () => {
  const { reading, beat, join } = house();
  const here = join(county("130102")).socket;
  const everywhere = join(PROVINCE).socket;
  beat(1000);
  here.read();
  everywhere.read();
  reading("B1", 1, START + 500);
  beat(1000);
  expect(here.read()).toMatchObject([{ kind: "heartbeat", newestAt: 0, seqs: [] }]);
  expect(everywhere.read().at(-1)).toMatchObject({ kind: "heartbeat", newestAt: START + 500 });
});

test("a client that does not drain skips frames and gets a snapshot, without a gap in its numbers", () => {
  const { reading, beat, join, hub } = house(TAGS, { behindBytes: 1000, dropAfterMs: 10_000 });
  const { socket } = join(PROVINCE);
  beat();
  socket.read();
  socket.bufferedAmount = 1001;
  for (let i = 1; i <= 20; i++) {
    reading("A1", i, START + i);
    beat();
  }
  expect(socket.read()).toEqual([]);
  expect(hub.behind).toBe(1);
  socket.bufferedAmount = 0;
  beat();
  // 1 and 2 were the first snapshot and heartbeat.
  expect(socket.read()[0]).toMatchObject({ kind: "snapshot", sequence: 3, values: [20, Number.NaN, Number.NaN] });
  expect(hub.behind).toBe(0);
});

test("a client that never drains is let go", () => {
  const { beat, join, hub } = house(TAGS, { behindBytes: 1000, dropAfterMs: 10_000 });
  const { socket } = join(PROVINCE);
  socket.bufferedAmount = 5000;
  for (let i = 0; i < 60; i++) beat();
  expect(socket.dropped).toBe(true);
  expect(hub.size).toBe(0);
});

test("another snapshot is announced before values under its numbers", () => {
  const { snapshots, live, reading, beat, join } = house();
  reading("B1", 9);
  const { socket } = join(enterprise("E1"));
  beat();
  socket.read();
  const next = testSnapshot([{ id: "A0", county: "130102", enterprise: "E3" }, ...TAGS], "v2");
  snapshots.move(next);
  beat();
  expect(socket.read().filter((m) => "seqs" in m && m.seqs.length > 0)).toEqual([]);
  live.adopt(next);
  beat();
  const [hello, frame] = socket.read().filter((m) => !("kind" in m) || m.kind !== "heartbeat");
  expect(hello).toMatchObject({ snapshot: "v2", tags: 4 });
  expect(frame).toMatchObject({ kind: "snapshot", seqs: [1, 3], values: [Number.NaN, 9] });
});

test("a wish narrows, and never widens, what is seen", () => {
  const { beat, join } = house();
  const { socket, member } = join(county("130102"));
  beat();
  socket.read();
  const seen = () => {
    beat(100);
    return socket.read().find((m) => "kind" in m && m.kind === "snapshot");
  };
  member.subscribe({ bbox: [114.55, 37, 115, 39] });
  expect(seen()).toMatchObject({ seqs: [1] });
  member.subscribe({ area: "130203" });
  expect(seen()).toMatchObject({ seqs: [] });
  member.subscribe({});
  expect(seen()).toMatchObject({ seqs: [0, 1] });
});

test("a page that looks at a quiet street hears that the feed of its sight is alive, and columns keep their length", () => {
  const { reading, beat, join } = house();
  const { socket, member } = join(PROVINCE);
  beat();
  member.subscribe({ bbox: [0, 0, 1, 1] });
  socket.read();
  reading("B1", 9, START + 700);
  beat(1000);
  const came = socket.read();
  expect(came[0]).toMatchObject({ type: "hello", tags: 3 });
  expect(came.slice(1)).toMatchObject([
    { kind: "snapshot", seqs: [], newestAt: START + 700 },
    { kind: "heartbeat", newestAt: START + 700 },
  ]);
});

const COUNTIES = ["130102", "130203", "130302"];
const ENTERPRISES = ["E1", "E2", "E3"];
const placeArb = fc.tuple(fc.integer({ min: 113, max: 120 }), fc.integer({ min: 36, max: 43 }));
const tagArb = fc.record({
  county: fc.constantFrom(...COUNTIES),
  enterprise: fc.constantFrom(...ENTERPRISES),
  lngLat: placeArb,
});
const scopeArb = fc.oneof(
  fc.constant(PROVINCE),
  fc.constantFrom(...COUNTIES).map(county),
  fc.constantFrom(...ENTERPRISES).map(enterprise),
);
const boxArb = fc
  .tuple(placeArb, placeArb)
  .map(([[a, b], [c, d]]): [number, number, number, number] => [
    Math.min(a, c),
    Math.min(b, d),
    Math.max(a, c),
    Math.max(b, d),
  ]);
const wishArb = fc.record({ area: fc.constantFrom(...COUNTIES), bbox: boxArb }, { requiredKeys: [] });
const stepArb = fc.oneof(
  fc.record({ type: fc.constant("reading" as const), tag: fc.nat(29), v: fc.integer({ min: 0, max: 999 }) }),
  fc.record({ type: fc.constant("wish" as const), client: fc.nat(3), wish: wishArb }),
  fc.record({ type: fc.constant("stall" as const), client: fc.nat(3), bytes: fc.constantFrom(0, 5000) }),
  fc.constant({ type: "beat" as const }),
);
const may = (scope: Scope, tag: { county: string; enterprise: string } | undefined) =>
  tag !== undefined &&
  (scope.level === "province" ||
    (scope.level === "county" ? tag.county === scope.areaCode : tag.enterprise === scope.enterpriseId));

test("whatever happens, no client is sent a tag outside its scope, numbers have no gap, and in the end it knows the newest values", () => {
  fc.assert(
    fc.property(
      fc.array(tagArb, { minLength: 1, maxLength: 30 }),
      fc.array(scopeArb, { minLength: 1, maxLength: 4 }),
      fc.array(stepArb, { maxLength: 60 }),
      (drawn, scopes, steps) => {
        const tags = drawn.map((tag, i) => ({ ...tag, id: `T${String(i).padStart(3, "0")}` }));
        const { reading, beat, join, live } = house(tags, { behindBytes: 1000, looksPerBeat: 20 });
        const clients = scopes.map(join);
        let t = START;
        for (const step of steps) {
          const client = "client" in step ? clients[step.client % clients.length] : undefined;
          if (step.type === "reading") reading(`T${String(step.tag).padStart(3, "0")}`, step.v, ++t);
          else if (step.type === "wish") client?.member.subscribe(step.wish);
          else if (step.type === "stall" && client) client.socket.bufferedAmount = step.bytes;
          else beat();
        }
        for (const { socket, member } of clients) {
          socket.bufferedAmount = 0;
          member.subscribe({});
        }
        for (let i = 0; i < clients.length; i++) beat();
        clients.forEach(({ socket }, i) => {
          const scope = scopes[i] as Scope;
          let sequence = 0;
          let known = new Map<number, number>();
          for (const message of socket.read()) {
            if (!("seqs" in message)) continue;
            expect(message.sequence).toBe(++sequence);
            expect(message.seqs.filter((seq) => !may(scope, tags[seq]))).toEqual([]);
            if (message.kind === "snapshot") known = new Map();
            message.seqs.forEach((seq, row) => {
              known.set(seq, message.values[row] as number);
            });
          }
          const expected = tags.flatMap((tag, seq) =>
            may(scope, tag) ? [[seq, live.columns().value[seq]] as const] : [],
          );
          expect([...known].sort(([a], [b]) => a - b)).toEqual(expected);
        });
      },
    ),
    { numRuns: 200 },
  );
});
