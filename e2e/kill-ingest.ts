import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Running, startMosquitto, startServer } from "./kill-ingest/processes.ts";
import { MOST_PER_SECOND, startPublisher } from "./kill-ingest/publisher.ts";
import { makeSmallNetwork, type Place, readStored } from "./kill-ingest/small-network.ts";
import { freePort } from "./product.ts";

/**
 * `node e2e/kill-ingest.ts [--rounds 50] [--broker embedded|mosquitto] [--rate 400]`
 *
 * A device publishes numbered readings with QoS 1, at most a thousand a second and one of ten six hours late, and remembers which were acknowledged, while the server is ended with SIGKILL at
 * random moments and started again. In the end every acknowledged reading must be in the database, once, and `latest` must be
 * the newest reading of each tag. With `DATABASE_URL` the (empty) native database there is used. Exit code 1 when a reading is missing.
 */
const { values: asked } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    broker: { type: "string", default: "embedded" },
    rate: { type: "string", default: "400" },
  },
});
const rounds = Number(asked.rounds);
const rate = Math.min(Number(asked.rate), MOST_PER_SECOND);
const TAGS = 50;
const LIVES_MS = [50, 900] as const;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function main(): Promise<boolean> {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-kill-"));
  const place: Place = { dataDir: join(dir, "data"), databaseUrl: process.env.DATABASE_URL };
  const [port, mqttPort] = [await freePort(), await freePort()];
  const mqttUrl = `mqtt://127.0.0.1:${mqttPort}`;
  const isEmbedded = asked.broker === "embedded";
  const env = {
    DATA_DIR: place.dataDir,
    ...(isEmbedded ? { MQTT_PORT: String(mqttPort) } : { MQTT_URL: mqttUrl }),
  };
  const started = performance.now();
  let mosquitto: Running | null = null;
  let server: Running | null = null;
  try {
    await makeSmallNetwork(place, TAGS);
    if (!isEmbedded) mosquitto = await startMosquitto(dir, mqttPort);
    server = await startServer(env, port);
    const publisher = startPublisher(mqttPort, TAGS, rate);
    for (let round = 1; round <= rounds; round++) {
      const before = publisher.acked.size;
      // At least some readings are acknowledged in each life; then the end comes at any moment.
      while (publisher.acked.size === before) await pause(5);
      await pause(LIVES_MS[0] + Math.random() * (LIVES_MS[1] - LIVES_MS[0]));
      await server.kill();
      server = await startServer(env, port);
      process.stdout.write(`\rround ${round}/${rounds}: ${publisher.acked.size} of ${publisher.sent} acknowledged `);
    }
    await publisher.drain(60_000);
    if (!isEmbedded) await waitUntilTaken(port, publisher.sent);
    publisher.close();
    await server.kill();
    server = null;
    const { times, rows, latestWrong } = await readStored(place);
    const lost = [...publisher.acked].filter((n) => !times.has(publisher.timeOf(n)));
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(
      `\n${asked.broker} broker, ${rounds} kills in ${seconds} s: ${publisher.acked.size} acknowledged, ${rows} stored, ` +
        `${lost.length} lost, ${rows - times.size} twice, ${latestWrong} tags whose latest is wrong`,
    );
    if (lost.length > 0) console.log(`lost: ${lost.slice(0, 20).join(" ")}`);
    return lost.length === 0 && latestWrong === 0;
  } finally {
    await server?.kill();
    await mosquitto?.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Behind a broker of its own the server may lag: waits until nothing more comes in. */
async function waitUntilTaken(port: number, most: number): Promise<void> {
  const kept = async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const counts = [...text.matchAll(/^gas_readings_total\{[^}]*\} (\d+)$/gm)].map((m) => Number(m[1]));
    return counts.reduce((sum, n) => sum + n, 0);
  };
  for (let before = -1, now = await kept(); now !== before && now < most; ) {
    before = now;
    await pause(1500);
    now = await kept();
  }
}

process.exitCode = (await main()) ? 0 : 1;
