import { createServer } from "node:net";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach } from "vitest";

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What is closed after each test, the newest first. */
export function closesAfterEach(): (() => Promise<unknown>)[] {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  return closing;
}

/** An ingest that answers when and how the test says. */
export function fakeIngest() {
  const came: { topic: string; text: string; answer: PromiseWithResolvers<[]> }[] = [];
  const waiting: (() => void)[] = [];
  const lookouts: (() => void)[] = [];
  return {
    came,
    pending: 0,
    /** What waits has been written, or nothing has and the test says when. */
    whenBelow: () => new Promise<void>((go) => void lookouts.push(go)),
    drain() {
      this.pending = 0;
      for (const go of lookouts.splice(0)) go();
    },
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

/** A device that is let in, and comes back when it is let go. */
export async function device(
  url: string,
  closing: (() => Promise<unknown>)[],
  options: Parameters<typeof connectAsync>[1] = {},
): Promise<MqttClient> {
  const client = await connectAsync(url, { reconnectPeriod: 50, ...options });
  client.on("error", () => undefined);
  closing.push(() => client.endAsync(true));
  return client;
}

export const settledWithin = async (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);

/** A broker of the library stands for the installation's. */
export async function otherBroker(
  closing: (() => Promise<unknown>)[],
  options: Parameters<typeof import("aedes")["Aedes"]["createBroker"]>[0] = {},
) {
  const { Aedes } = await import("aedes");
  const aedes = await Aedes.createBroker(options);
  const server = createServer((socket) => void aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  });
  return { aedes, url: `mqtt://127.0.0.1:${(server.address() as { port: number }).port}` };
}
