import { createServer, type Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { startSubscriber } from "./subscriber.ts";
import {
  closesAfterEach,
  device as deviceOf,
  fakeIngest,
  otherBroker,
  quiet,
  settledWithin,
} from "./testing/mqtt-bench.ts";

const closing = closesAfterEach();
const device = (url: string) => deviceOf(url, closing);

test("a subscriber moves on before it acknowledges, and acknowledges each message after its commit", async () => {
  const { aedes, url } = await otherBroker(closing);
  const acked: (number | undefined)[] = [];
  aedes.on("ack", (packet) => acked.push(packet?.messageId));

  const ingest = fakeIngest();
  const subscribed = new Promise((resolve) => aedes.once("subscribe", resolve));
  const subscriber = startSubscriber({ url, ingest, log: quiet });
  closing.push(() => subscriber.close());
  expect(subscriber.isReady).toBe(false);
  await subscribed;
  await vi.waitFor(() => expect(subscriber.isReady).toBe(true));
  const client = await device(url);
  for (const text of ["a", "b", "c"]) await client.publishAsync("gas/130102/E1/P1", text, { qos: 1 });
  await ingest.arrived(3);
  expect(acked).toEqual([]);
  for (const { answer } of ingest.came) answer.resolve([]);
  while (acked.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));

  await client.publishAsync("gas/130102/E1/P1", "d", { qos: 1 });
  await ingest.arrived(4);
  ingest.came[3]?.answer.reject(new Error("the database is away"));
  await ingest.arrived(5);
  expect(ingest.came[4]?.text).toBe("d");
  ingest.came[4]?.answer.resolve([]);
  while (acked.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("a subscriber whose subscription is refused is not ready, although it is connected, and says so", async () => {
  const { url } = await otherBroker(closing, {
    authorizeSubscribe: (_client, _subscription, done) => done(null, null),
  });
  const said: string[] = [];
  const log = { ...quiet, error: (_facts: object, text: string) => void said.push(text) };
  const subscriber = startSubscriber({ url, ingest: fakeIngest(), log });
  closing.push(() => subscriber.close());
  await vi.waitFor(() => expect(said.join()).toContain("refused the subscription"));
  expect(subscriber.isReady).toBe(false);
});

test.each([
  ["says so by the code of 3.1.1", (socket: Socket) => socket.end(Buffer.from([0x20, 2, 0, 1]))],
  ["says so by the code of 5", (socket: Socket) => socket.end(Buffer.from([0x20, 3, 0, 0x84, 0]))],
  ["closes without a word", (socket: Socket) => socket.end()],
  ["breaks off", (socket: Socket) => socket.resetAndDestroy()],
])(
  "a broker that speaks version 5 alone and %s is spoken to in version 5, its session kept for ever",
  async (_, refuse) => {
    const asked: { version: number; properties: string }[] = [];
    const written: string[] = [];
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (piece: Buffer) => {
        const type = (piece[0] as number) >> 4;
        if (type === 1) {
          const version = piece[8] as number;
          asked.push({ version, properties: piece.toString("hex", 12, 18) });
          if (version === 4) refuse(socket);
          else socket.write(Buffer.from([0x20, 3, 0, 0, 0]));
        }
        if (type === 4) written.push(piece.toString("hex"));
        if (type !== 8) return;
        // SUBACK, then a message of QoS 1 with number 7.
        socket.write(Buffer.from([0x90, 4, piece[2] as number, piece[3] as number, 0, 1]));
        socket.write(Buffer.from([0x32, 8, 0, 1, 0x61, 0, 7, 0, 0x68, 0x69]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const ingest = fakeIngest();
    const url = `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
    const subscriber = startSubscriber({ url, ingest, log: quiet, retryMs: 20 });
    closing.push(() => subscriber.close());
    await ingest.arrived(1);
    // Session Expiry Interval (0x11), never.
    expect(asked[0]).toMatchObject({ version: 4 });
    expect(asked.at(-1)).toEqual({ version: 5, properties: "0511ffffffff" });
    expect(ingest.came[0]).toMatchObject({ topic: "a", text: "hi" });
    expect(written).toEqual([]);
    ingest.came[0]?.answer.resolve([]);
    await vi.waitFor(() => expect(written).toEqual(["40020007"]));
  },
);

test("a subscriber reads nothing more while too much is waiting, and then all of it", async () => {
  const { url } = await otherBroker(closing);
  const ingest = fakeIngest();
  const subscriber = startSubscriber({ url, ingest, log: quiet, maxPending: 1 });
  closing.push(() => subscriber.close());
  await vi.waitFor(() => expect(subscriber.isReady).toBe(true));
  ingest.pending = 1;
  const client = await device(url);
  for (const text of ["first", "second", "third"]) await client.publishAsync("gas/130102/E1/P1", text, { qos: 1 });
  await ingest.arrived(1);
  ingest.came[0]?.answer.resolve([]);
  expect(await settledWithin(ingest.arrived(2), 50)).toBe(false);
  ingest.drain();
  await ingest.arrived(3);
  expect(ingest.came.map(({ text }) => text)).toEqual(["first", "second", "third"]);
  for (const { answer } of ingest.came) answer.resolve([]);
});
