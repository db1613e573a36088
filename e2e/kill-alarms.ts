import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mqttTopic } from "#contract/live-frame.ts";
import { type AlarmClient, startClient } from "./kill-ingest/alarm-clients.ts";
import { startDevice } from "./kill-ingest/mqtt-device.ts";
import { type Running, startServer } from "./kill-ingest/processes.ts";
import { COUNTY, ENTERPRISE, type Place, tagId } from "./kill-ingest/small-network.ts";
import { makeWatchedNetwork, readJournalOf } from "./kill-ingest/watched-network.ts";
import { freePort } from "./product.ts";

/**
 * `node e2e/kill-alarms.ts [--rounds 50] [--clients 200] [--rate 40]`
 *
 * Devices cross their limit, each once, while the server is ended with SIGKILL at random moments and started again, and clients follow alarms
 * over the live connection. In the end each acknowledged crossing must have rung exactly once, the journal must have no gap, and every client must have
 * been told of every alarm, once and in order. With `DATABASE_URL` the (empty) native database there is used. Exit code 1 otherwise.
 */
const { values: asked } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    clients: { type: "string", default: "200" },
    rate: { type: "string", default: "40" },
  },
});
const rounds = Number(asked.rounds);
const rate = Number(asked.rate);
const TAGS = 5000;
const CLIENTS_PER_SESSION = 25;
const LIVES_MS = [200, 1500] as const;
const RESUME_GOAL_MS = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each tag says once that it is beyond its limit; numbers of those that were acknowledged. */
function startCrossings(port: number) {
  const device = startDevice(port, "kill-alarms-device");
  const acked = new Set<number>();
  let sent = 0;
  const timer = setInterval(() => {
    if (!device.isConnected || sent >= TAGS) return;
    const n = sent++;
    const payload = JSON.stringify({ t: Date.now(), v: 300 });
    device.publish(mqttTopic(COUNTY, ENTERPRISE, tagId(n)), payload, () => acked.add(n));
  }, 1000 / rate);
  return {
    acked,
    get sent() {
      return sent;
    },
    stop: () => clearInterval(timer),
    close: () => device.close(),
  };
}

async function until(what: string, isSo: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await pause(20);
  }
}

async function main(): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-alarms-"));
  const place: Place = { dataDir: join(dir, "data"), databaseUrl: process.env.DATABASE_URL };
  const [port, mqttPort] = [await freePort(), await freePort()];
  const env = { DATA_DIR: place.dataDir, MQTT_PORT: String(mqttPort) };
  const count = Number(asked.clients);
  let server: Running | null = null;
  let clients: AlarmClient[] = [];
  try {
    const tokens = await makeWatchedNetwork(place, TAGS, Math.ceil(count / CLIENTS_PER_SESSION));
    server = await startServer(env, port);
    clients = Array.from({ length: count }, (_, i) =>
      startClient(port, tokens[Math.floor(i / CLIENTS_PER_SESSION)] as string),
    );
    const allOn = () => clients.every(({ isOn }) => isOn);
    await until("clients", allOn, 30_000);
    const crossings = startCrossings(mqttPort);
    let slowest = 0;
    for (let round = 1; round <= rounds; round++) {
      const before = crossings.acked.size;
      await until("a crossing", () => crossings.acked.size > before || crossings.sent >= TAGS, 30_000);
      await pause(LIVES_MS[0] + Math.random() * (LIVES_MS[1] - LIVES_MS[0]));
      await server.kill();
      server = await startServer(env, port);
      const upAt = performance.now();
      await until("clients", allOn, 30_000);
      const took = Math.max(0, Math.max(...clients.map(({ resumedAt }) => resumedAt)) - upAt);
      slowest = Math.max(slowest, took);
      process.stdout.write(
        `\rround ${round}/${rounds}: ${crossings.acked.size} crossings, all back in ${(took / 1000).toFixed(1)} s `,
      );
    }
    crossings.stop();
    await until("acknowledgements", () => crossings.acked.size === crossings.sent, 60_000);
    await until("alarms", () => clients.every(({ raised }) => raised.length >= crossings.sent), 60_000).catch(
      () => undefined,
    );
    crossings.close();
    await server.kill();
    server = null;
    const { raised, gaps } = await readJournalOf(place);
    const missed = [...crossings.acked].filter((n) => !raised.has(tagId(n))).length;
    const twice = [...raised.values()].filter((alarms) => alarms.length > 1).length;
    const all = [...raised.values()].flat();
    const untold = clients.reduce((sum, client) => {
      const told = new Set(client.raised);
      return sum + all.filter((id) => !told.has(id)).length;
    }, 0);
    const doubled = clients.reduce(
      (sum, { raised: told, outOfOrder }) => sum + told.length - new Set(told).size + outOfOrder,
      0,
    );
    const resets = clients.reduce((sum, client) => sum + client.resets, 0);
    console.log(
      `\n${rounds} kills, ${count} clients: ${crossings.acked.size} crossings, ${missed} that did not ring, ${twice} rang twice, ${gaps} gaps in the journal, ` +
        `${untold} not told, ${doubled} told twice or out of order, ${resets} sent to the list; slowest resume ${(slowest / 1000).toFixed(1)} s after the server was ready`,
    );
    return missed + twice + gaps + untold + doubled === 0 && slowest <= RESUME_GOAL_MS;
  } finally {
    for (const client of clients) client.close();
    await server?.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
