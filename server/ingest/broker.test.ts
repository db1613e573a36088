import { connect as connectSocket, createServer, type Socket } from "node:net";
import fc from "fast-check";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, expect, test, vi } from "vitest";
import { type Broker, startBroker } from "./broker.ts";
import { startSubscriber } from "./subscriber.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An ingest that answers when and how the test says. */
function fakeIngest() {
  const came: { topic: string; text: string; answer: PromiseWithResolvers<[]> }[] = [];
  const waiting: (() => void)[] = [];
  return {
    came,
    pending: 0,
    message(topic: string, payload: Uint8Array) {
      const answer = Promise.withResolvers<[]>();
      came.push({ topic, text: Buffer.from(payload).toString(), answer });
      for (const go of waiting.splice(0)) go();
      return answer.promise;
    },
    /** Resolves when `n` messages have come. */
    async arrived(n: number) {
      while (came.length < n) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

async function broker(ingest: ReturnType<typeof fakeIngest>, port = 0): Promise<Broker> {
  const started = await startBroker({ port, ingest, log: quiet });
  closing.push(() => started.close());
  return started;
}

async function device(url: string, options = {}): Promise<MqttClient> {
  const client = await connectAsync(url, { reconnectPeriod: 50, ...options });
  client.on("error", () => undefined);
  closing.push(() => client.endAsync(true));
  return client;
}

const settledWithin = async (promise: Promise<unknown>, ms: number) =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);

test("a device is acknowledged after the commit, not before", async () => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const client = await device(url);
  const published = client.publishAsync("gas/130102/E1/P1", '{"t":1,"v":2}', { qos: 1 });
  await ingest.arrived(1);
  expect(ingest.came[0]).toMatchObject({ topic: "gas/130102/E1/P1", text: '{"t":1,"v":2}' });
  expect(await settledWithin(published, 50)).toBe(false);
  ingest.came[0]?.answer.resolve([]);
  expect(await settledWithin(published, 2000)).toBe(true);
});

test("a reading that cannot be stored is not acknowledged: the device comes back and sends it again", async () => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const client = await device(url);
  const published = client.publishAsync("gas/130102/E1/P1", "again", { qos: 1 });
  await ingest.arrived(1);
  ingest.came[0]?.answer.reject(new Error("the database is away"));
  await ingest.arrived(2);
  expect(ingest.came[1]?.text).toBe("again");
  ingest.came[1]?.answer.resolve([]);
  expect(await settledWithin(published, 2000)).toBe(true);
});

test("QoS 2 hears of success after the commit as well", async () => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const client = await device(url);
  const published = client.publishAsync("gas/130102/E1/P1", "x", { qos: 2 });
  await ingest.arrived(1);
  expect(await settledWithin(published, 50)).toBe(false);
  ingest.came[0]?.answer.resolve([]);
  expect(await settledWithin(published, 2000)).toBe(true);
});

test.each([4, 5] as const)("nobody reads at the embedded broker, by MQTT version %i", async (protocolVersion) => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const reader = await device(url, { protocolVersion });
  await expect(reader.subscribeAsync("gas/#", { qos: 1 })).rejects.toThrow();
});

test.each([3, 4, 5] as const)("devices of MQTT version %i publish with every quality of service", async (version) => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const protocol =
    version === 3 ? { protocolId: "MQIsdp" as const, protocolVersion: 3 as const } : { protocolVersion: version };
  const client = await device(url, { ...protocol, clientId: "meter", username: "u", password: "p" });
  const properties =
    version === 5 ? { properties: { contentType: "application/json", userProperties: { a: "b" } } } : {};
  const sent = ([0, 1, 2] as const).map((qos) =>
    client.publishAsync("gas/130102/E1/P1", `q${qos}`, { qos, ...properties }),
  );
  await ingest.arrived(3);
  expect(ingest.came.map(({ text }) => text).sort()).toEqual(["q0", "q1", "q2"]);
  for (const { answer } of ingest.came) answer.resolve([]);
  await Promise.all(sent);
});

test("a device without a name is let in, and one that comes under another's name takes its place", async () => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  expect((await device(url, { clientId: "", clean: true })).connected).toBe(true);
  const first = await device(url, { clientId: "twin", reconnectPeriod: 0 });
  const closed = new Promise<void>((resolve) => first.once("close", () => resolve()));
  const second = await device(url, { clientId: "twin" });
  await closed;
  expect(second.connected).toBe(true);
});

test("a device's last will is a message like any other, unless the device takes its leave", async () => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const will = { topic: "gas/130102/E1/P1", payload: Buffer.from("gone"), qos: 1 as const, retain: false };
  await (await device(url, { will, clientId: "polite" })).endAsync();
  const client = await device(url, { will, clientId: "lost" });
  client.stream.destroy();
  await ingest.arrived(1);
  expect(ingest.came.map(({ text }) => text)).toEqual(["gone"]);
});

test("while too much is waiting nothing more is read, and then all of it", async () => {
  const ingest = fakeIngest();
  const started = await startBroker({ port: 0, ingest, log: quiet, maxPending: 1 });
  closing.push(() => started.close());
  const client = await device(started.url);
  ingest.pending = 1;
  const first = client.publishAsync("gas/130102/E1/P1", "first", { qos: 1 });
  await ingest.arrived(1);
  const others = ["second", "third"].map((text) => client.publishAsync("gas/130102/E1/P1", text, { qos: 1 }));
  expect(await settledWithin(ingest.arrived(2), 50)).toBe(false);
  ingest.pending = 0;
  ingest.came[0]?.answer.resolve([]);
  await ingest.arrived(3);
  for (const { answer } of ingest.came) answer.resolve([]);
  await Promise.all([first, ...others]);
});

test("what is no MQTT ends its connection and nothing else", async () => {
  const { port, url } = await broker(fakeIngest());
  const client = await device(url);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }), async (bytes) => {
      const socket = connectSocket(port, "127.0.0.1");
      socket.on("error", () => undefined);
      const ended = new Promise((resolve) => socket.once("close", resolve));
      socket.resume();
      socket.end(bytes);
      await ended;
    }),
    { numRuns: 100 },
  );
  expect(client.connected).toBe(true);
});

test("a port that is taken is stepped over", async () => {
  const first = await broker(fakeIngest());
  const second = await broker(fakeIngest(), first.port);
  expect(second.port).toBeGreaterThan(first.port);
  await device(second.url);
});

test("a subscriber moves on before it acknowledges, and acknowledges each message after its commit", async () => {
  // A broker of the library itself stands for the installation's.
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker();
  const acked: (number | undefined)[] = [];
  aedes.on("ack", (packet) => acked.push(packet?.messageId));
  const server = createServer((socket) => void aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  });
  const url = `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;

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
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker({ authorizeSubscribe: (_client, _subscription, done) => done(null, null) });
  const server = createServer((socket) => void aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  });
  const url = `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
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
