import { expect, test } from "vitest";
import type { FrameKind } from "#contract/live-layout.ts";
import { LIVE_CLOSE } from "#contract/live-socket.ts";
import { LiveConnection, type Socket } from "./live-connection.ts";
import { columnsOf } from "./live-rows.ts";
import { frameBytes } from "./testing/frame-bytes.ts";

const START = 1_800_000_000_000;

class FakeSocket implements Socket {
  binaryType = "";
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  isClosed = false;
  readonly said: string[] = [];
  send(text: string) {
    this.said.push(text);
  }
  close() {
    this.isClosed = true;
  }
}

function house() {
  const clock = { now: START };
  const sockets: FakeSocket[] = [];
  let news = 0;
  const connection = new LiveConnection({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    now: () => clock.now,
    random: () => 0,
    onNews: () => {
      news += 1;
    },
  });
  const socket = () => sockets.at(-1) as FakeSocket;
  const hello = (snapshot = "v1", tags = 3) =>
    socket().onmessage?.({ data: JSON.stringify({ type: "hello", snapshot, tags, tickMs: 200 }) });
  const frame = (kind: FrameKind, sequence: number, values: Record<number, number> = {}, newestAt = clock.now) => {
    const rows = Object.entries(values).map(([seq, value]) => ({ seq: Number(seq), value, ageS: 0, state: 0 }));
    socket().onmessage?.({ data: frameBytes({ kind, sequence, serverTime: clock.now, newestAt, rows }) });
  };
  const pass = (ms: number) => {
    clock.now += ms;
    connection.check();
  };
  const rows = () => {
    const { rows: r } = connection.drain();
    if (r === null) return null;
    const { seqs, values } = columnsOf(r);
    return Object.fromEntries(Array.from(seqs, (seq, i) => [seq, values[i]]));
  };
  return { connection, clock, sockets, socket, hello, frame, pass, rows, news: () => news };
}

test("a snapshot, then changes; between two looks the last value of a tag is kept", () => {
  const { connection, hello, frame, rows } = house();
  hello();
  frame("snapshot", 1, { 0: 1, 1: 2 });
  expect(connection.drain()).toMatchObject({ status: "live", rows: { reset: true, snapshot: "v1", tags: 3 } });
  frame("delta", 2, { 1: 3 });
  frame("delta", 3, { 1: 4, 2: 5 });
  frame("heartbeat", 4);
  expect(rows()).toEqual({ 1: 4, 2: 5 });
  expect(rows()).toBeNull();
});

test("a gap in the numbers asks for a snapshot once, and nothing is believed until it is there", () => {
  const { socket, hello, frame, rows } = house();
  hello();
  frame("snapshot", 1, { 0: 1 });
  rows();
  frame("delta", 3, { 0: 99 });
  frame("delta", 4, { 0: 98 });
  expect(socket().said).toEqual(['{"type":"snapshot"}']);
  expect(rows()).toBeNull();
  frame("snapshot", 5, { 0: 7 });
  frame("delta", 6, { 0: 8 });
  expect(rows()).toEqual({ 0: 8 });
});

test("another numbering voids every value until its snapshot", () => {
  const { connection, hello, frame, rows } = house();
  hello();
  frame("snapshot", 1, { 2: 1 });
  rows();
  hello("v2", 5);
  frame("delta", 2, { 2: 99 });
  expect(connection.drain().rows).toMatchObject({ reset: true, snapshot: "v2", tags: 5, count: 0 });
  frame("snapshot", 3, { 4: 1 });
  expect(rows()).toEqual({ 4: 1 });
});

test("what is not our protocol ends the socket, and another is opened", () => {
  const { sockets, socket, hello, frame, pass } = house();
  hello();
  socket().onmessage?.({ data: new ArrayBuffer(40) });
  expect(sockets[0]?.isClosed).toBe(true);
  pass(1000);
  expect(sockets).toHaveLength(2);
  hello("v1", 1);
  frame("snapshot", 1, { 5: 1 });
  expect(sockets[1]?.isClosed).toBe(true);
});

test("status: connecting, live, silent when devices are not heard, offline when the server is not", () => {
  const { connection, hello, frame, pass, clock } = house();
  const status = () => connection.drain().status;
  expect(status()).toBe("connecting");
  pass(5100);
  expect(status()).toBe("offline");
  hello();
  frame("snapshot", 1, {});
  expect(status()).toBe("live");
  const lastReading = clock.now;
  for (let s = 1; s <= 121; s++) {
    clock.now += 1000;
    frame("heartbeat", 1 + s, {}, lastReading);
  }
  expect(status()).toBe("silent");
  frame("heartbeat", 123);
  expect(status()).toBe("live");
  pass(5100);
  expect(status()).toBe("offline");
});

test("a line without frames is given up, pauses grow to a bound, and waking tries at once", () => {
  const { connection, sockets, socket, pass, hello, frame } = house();
  hello();
  frame("snapshot", 1, {});
  pass(10_100);
  expect(sockets[0]?.isClosed).toBe(true);
  const pauses: number[] = [];
  for (let i = 0; i < 8; i++) {
    let waited = 0;
    const before = sockets.length;
    while (sockets.length === before) {
      pass(50);
      waited += 50;
    }
    pauses.push(waited);
    socket().onclose?.({ code: 1006 });
  }
  expect(pauses[0]).toBeLessThanOrEqual(500);
  expect(pauses.at(-1)).toBe(7500);
  expect(pauses.every((p, i) => i === 0 || p >= (pauses[i - 1] as number))).toBe(true);
  const before = sockets.length;
  connection.wake();
  expect(sockets).toHaveLength(before + 1);
});

test.each([
  ["signed_out", LIVE_CLOSE.signedOut],
  ["forbidden", LIVE_CLOSE.forbidden],
] as const)("after %s nothing is tried any more", (ended, code) => {
  const { connection, sockets, socket, hello, frame, pass } = house();
  hello();
  frame("snapshot", 1, {});
  socket().onclose?.({ code });
  expect(connection.drain()).toMatchObject({ status: "offline", ended });
  pass(3_600_000);
  connection.wake();
  expect(sockets).toHaveLength(1);
});

test("a socket that was given up can say and close nothing any more", () => {
  const { sockets, hello, frame, pass, rows } = house();
  const first = sockets[0] as FakeSocket;
  pass(10_100);
  pass(1000);
  expect(sockets).toHaveLength(2);
  hello();
  frame("snapshot", 1, { 0: 1 });
  first.onmessage?.({ data: frameBytes({ kind: "snapshot", sequence: 1, serverTime: 1, newestAt: 0, rows: [] }) });
  first.onclose?.({ code: LIVE_CLOSE.signedOut });
  expect(rows()).toEqual({ 0: 1 });
});

const subscribe = (wish: object) => JSON.stringify({ type: "subscribe", ...wish });

test("a wish is said as soon as the line stands, and again on each line to come; wishing for everything needs no word", () => {
  const { connection, sockets, socket, hello, frame, pass } = house();
  socket().onopen?.();
  expect(socket().said).toEqual([]);
  socket().onclose?.({ code: 1006 });
  connection.subscribe({ area: "130102" });
  pass(1000);
  expect(socket().said).toEqual([]);
  socket().onopen?.();
  expect(socket().said).toEqual([subscribe({ area: "130102" })]);
  hello();
  frame("snapshot", 1, { 0: 1 });
  socket().onclose?.({ code: 1006 });
  pass(1000);
  socket().onopen?.();
  expect(sockets).toHaveLength(3);
  expect(socket().said).toEqual([subscribe({ area: "130102" })]);
  pass(500);
  connection.subscribe({});
  expect(socket().said.at(-1)).toBe(subscribe({}));
});

test("of wishes in quick succession the first and the last are said, never more than two a second", () => {
  const { connection, socket, pass } = house();
  socket().onopen?.();
  for (let i = 0; i < 100; i++) {
    connection.subscribe({ bbox: [i, 0, i + 1, 1] });
    pass(20);
  }
  expect(socket().said.length).toBeLessThanOrEqual(5);
  pass(500);
  expect(socket().said[0]).toBe(subscribe({ bbox: [0, 0, 1, 1] }));
  expect(socket().said.at(-1)).toBe(subscribe({ bbox: [99, 0, 100, 1] }));
  const said = socket().said.length;
  connection.subscribe({ bbox: [99, 0, 100, 1] });
  pass(1000);
  expect(socket().said).toHaveLength(said);
});

test("values of a wish given up are void when the snapshot of the next is there", () => {
  const { connection, hello, frame } = house();
  hello();
  frame("snapshot", 1, { 0: 1, 1: 2 });
  connection.drain();
  hello();
  frame("snapshot", 2, { 2: 5 });
  const { rows } = connection.drain();
  expect(rows).toMatchObject({ reset: true, tags: 3, count: 1 });
});

test("a clock skew that trembles is told as it was first measured; one that is another is told", () => {
  const { connection, clock, socket, hello, frame } = house();
  hello();
  frame("snapshot", 1);
  const told = [0, 40, 200, -249, 3000, 2900].map((aheadMs, i) => {
    clock.now += 1000;
    const serverTime = clock.now + aheadMs;
    const heartbeat = { kind: "heartbeat", sequence: 2 + i, serverTime, newestAt: serverTime, rows: [] } as const;
    socket().onmessage?.({ data: frameBytes(heartbeat) });
    return connection.drain().clockSkewMs;
  });
  expect(told).toEqual([0, 0, 0, 0, 3000, 3000]);
});

test("two hours that nobody looks at are one message of the newest values, and nothing grows meanwhile", () => {
  const { connection, clock, hello, frame } = house();
  const TAGS = 50;
  hello("v1", TAGS);
  frame("snapshot", 1, { 0: 1 });
  connection.drain();
  const newest = new Map<number, number>();
  for (let i = 0; i < 36_000; i++) {
    clock.now += 200;
    const changed = Object.fromEntries([i % TAGS, (i * 7) % TAGS].map((seq) => [seq, i]));
    frame("delta", 2 + i, changed);
    for (const [seq, value] of Object.entries(changed)) newest.set(Number(seq), value);
    expect(connection.waiting).toBeLessThanOrEqual(TAGS);
  }
  const { status, rows } = connection.drain();
  if (rows === null) throw new Error("no rows");
  const { seqs, values } = columnsOf(rows);
  expect(status).toBe("live");
  expect(new Map(Array.from(seqs, (seq, i) => [seq, values[i]]))).toEqual(newest);
  expect(connection.drain().rows).toBeNull();
});
