import { createServer } from "node:net";
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

test("nobody reads at the embedded broker", async () => {
  const ingest = fakeIngest();
  const { url } = await broker(ingest);
  const reader = await device(url);
  await expect(reader.subscribeAsync("gas/#", { qos: 1 })).rejects.toThrow();
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
