import { expect, test } from "vitest";
import { FakeSocket, house, START } from "./testing/live-house.ts";
import { PROVINCE, type TestTag, testSnapshot } from "./testing/network.ts";

/** A street of stations, each with one tag, from west to east. */
const street = (count: number): TestTag[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `T${String(i).padStart(5, "0")}`,
    county: "130102",
    enterprise: "E1",
    lngLat: [114 + i / 1000, 38] as const,
  }));

test("wishes that cost much wait their turn, first come first, and meanwhile nobody misses a beat", () => {
  const { reading, beat, join } = house(street(1000), { looksPerBeat: 900 });
  const clients = Array.from({ length: 6 }, () => join(PROVINCE));
  beat();
  beat();
  clients.forEach(({ socket, member }, i) => {
    socket.read();
    // Each looks at nearly all tags: one such wish fills a beat.
    member.subscribe({ bbox: [114 + i / 1000 + 0.0005, 37, 116, 39] });
  });
  const seatedAt: (number | null)[] = clients.map(() => null);
  for (let round = 0; round < 8; round++) {
    reading("T00999", round, START + 1 + round);
    beat(50);
    clients.forEach(({ socket }, i) => {
      const frames = socket.read().filter((m) => "kind" in m && m.kind !== "heartbeat");
      expect(frames).toHaveLength(1);
      if (frames.some((m) => "kind" in m && m.kind === "snapshot")) seatedAt[i] ??= round;
    });
  }
  expect(seatedAt).toEqual(seatedAt.toSorted((a, b) => Number(a) - Number(b)));
  expect([seatedAt[0], seatedAt[5]]).toEqual([0, 5]);
});

test("a snapshot larger than the bound does not make its receiver behind", () => {
  const { reading, beat, join, hub } = house(street(1000), { behindBytes: 1000 });
  const { socket } = join(PROVINCE);
  beat();
  const sent = socket.sent.reduce((sum, data) => sum + data.length, 0);
  expect(sent).toBeGreaterThan(5000);
  socket.read();
  socket.bufferedAmount = sent;
  reading("T00001", 1, START + 1);
  beat();
  expect(hub.behind).toBe(0);
  expect(socket.read()).toMatchObject([{ kind: "delta", seqs: [1] }]);
});

test("when everybody needs a snapshot at once, a beat sends what it may and the others keep hearing the heartbeat", () => {
  const { snapshots, live, beat, join } = house(street(1000), { snapshotBytesPerBeat: 10_000 });
  const clients = Array.from({ length: 7 }, () => join(PROVINCE));
  for (let i = 0; i < 7; i++) beat(1000);
  for (const { socket } of clients) socket.read();
  const next = testSnapshot([{ id: "A", county: "130102", enterprise: "E1" }, ...street(1000)], "v2");
  snapshots.move(next);
  live.adopt(next);
  const served: number[] = [];
  for (let round = 0; round < 5; round++) {
    beat(1000);
    let bytes = 0;
    clients.forEach(({ socket }, i) => {
      const sizes = socket.sent.map((data) => data.length);
      const came = socket.read();
      expect(came.at(-1)).toMatchObject({ kind: "heartbeat" });
      const at = came.findIndex((m) => "kind" in m && m.kind === "snapshot");
      if (at === -1) return;
      expect(came[at - 1]).toMatchObject({ type: "hello", snapshot: "v2" });
      bytes += sizes[at] ?? 0;
      served.push(i);
    });
    expect(bytes).toBeLessThan(10_000 + 7000);
  }
  expect(served.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

/** A line that takes so many bytes a beat; what does not fit waits, as in a real socket. */
class SlowSocket extends FakeSocket {
  most = 0;
  override send(data: string | Uint8Array) {
    super.send(data);
    this.bufferedAmount += data.length;
    this.most = Math.max(this.most, this.bufferedAmount);
  }
  drain(bytes: number) {
    this.bufferedAmount = Math.max(0, this.bufferedAmount - bytes);
  }
}

test("in two hours of stream no queue grows beyond its bound, however slow or stuck a line is", () => {
  const { reading, beat, hub, live } = house(street(300), { behindBytes: 20_000, dropAfterMs: 60_000 });
  const lines = [1e9, 1000, 150, 0].map((pace) => ({ pace, socket: new SlowSocket() }));
  for (const { socket } of lines) hub.join(socket, PROVINCE);
  let v = 0;
  for (let i = 0; i < 36_000; i++) {
    for (let k = 0; k < 30; k++) reading(`T${String((i * 7 + k * 10) % 300).padStart(5, "0")}`, ++v);
    beat();
    for (const { pace, socket } of lines) {
      socket.drain(pace);
      // Only what a fast reader needs to be judged by.
      if (i < 35_999 - 400) socket.sent.length = 0;
    }
  }
  const [fast, enough, slow, stuck] = lines.map(({ socket }) => socket) as [
    SlowSocket,
    SlowSocket,
    SlowSocket,
    SlowSocket,
  ];
  for (const { socket } of lines) expect(socket.most).toBeLessThan(20_000 + 2 * 3000);
  expect([fast.dropped, enough.dropped, slow.dropped, stuck.dropped]).toEqual([false, false, false, true]);
  expect(hub.size).toBe(3);
  const last = fast.read().findLast((m) => "kind" in m && m.kind === "delta");
  if (!last || !("seqs" in last)) throw new Error("nothing came");
  expect(last.values).toEqual(last.seqs.map((seq) => live.columns().value[seq]));
  // The slow one is told less often, and each time by a snapshot of everything.
  expect(slow.read().some((m) => "kind" in m && m.kind === "snapshot")).toBe(true);
}, 30_000);
