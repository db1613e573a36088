import { connect as connectSocket } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Broker, startBroker } from "./broker.ts";
import { closesAfterEach, device as deviceOf, fakeIngest, quiet, settledWithin } from "./testing/mqtt-bench.ts";

const closing = closesAfterEach();

async function broker(ingest: ReturnType<typeof fakeIngest>, port = 0): Promise<Broker> {
  const started = await startBroker({ port, ingest, log: quiet });
  closing.push(() => started.close());
  return started;
}

const device = (url: string, options = {}) => deviceOf(url, closing, options);

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
  // The last of this door's own is answered while what came over HTTP still waits: nobody here is answered any more.
  ingest.came[0]?.answer.resolve([]);
  await first;
  expect(await settledWithin(ingest.arrived(2), 50)).toBe(false);
  ingest.drain();
  await ingest.arrived(3);
  for (const { answer } of ingest.came) answer.resolve([]);
  await Promise.all(others);
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
