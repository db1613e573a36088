import { setTimeout as pause } from "node:timers/promises";
import { mqttTopic } from "#contract/live-frame.ts";
import { type MqttDevice, startDevice } from "#e2e/kill-ingest/mqtt-device.ts";
import { startServer } from "#e2e/kill-ingest/processes.ts";
import { freePort } from "#e2e/product.ts";
import { treeCpu } from "./cpu.ts";
import { type EngineName, environmentOf, type Place, withDatabase } from "./engines.ts";
import { COUNTY, ENTERPRISE, makeTags, tagId } from "./network.ts";

export interface SustainedAsk {
  readonly tags: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Readings of one tag in a message: 1 as a sensor sends, more as a gateway does. */
  readonly perMessage: number;
}

export interface Sustained {
  readonly engine: EngineName;
  readonly sent: number;
  readonly stored: number;
  readonly lost: number;
  readonly perSecond: number;
  /** From a message being due to its PUBACK, which comes after the commit, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** CPU of the server, the database's included (of a native one where its process is known), in µs a reading. */
  readonly serverUs: number;
  /** CPU of the made-up devices, which share the machine, in µs a reading. */
  readonly devicesUs: number;
  readonly alarms: number;
}

const DEVICES = 40;
const TICK_MS = 20;
/** One reading of so many, each of another tag, leaps over its high alarm, so that the alarms have work to do. */
const ALARM_EVERY = 997;
const OVER_KPA = 430;
/** A device with more unacknowledged messages than this waits: lag then counts from when its message was due. */
const MOST_UNACKNOWLEDGED = 1500;
const quantile = (sorted: Float64Array, q: number) => sorted[Math.floor((sorted.length - 1) * q)] ?? Number.NaN;

/** Publishes at the pace asked for until the time is up; the lag of each message in the order of its acknowledgement. */
async function publish(port: number, ask: SustainedAsk): Promise<{ sent: number; lags: Float64Array; tookS: number }> {
  const { tags, perSecond, seconds, perMessage } = ask;
  const messages = Math.floor((perSecond * seconds) / perMessage);
  const lags = new Float64Array(messages);
  const devices: MqttDevice[] = Array.from({ length: DEVICES }, (_, i) => startDevice(port, `bench-${i}`));
  while (devices.some((device) => !device.isConnected)) await pause(20);
  let [sent, acknowledged] = [0, 0];
  const base = Date.now();
  const began = performance.now();
  const dueAt = (n: number) => began + (1000 * n * perMessage) / perSecond;
  const sendOne = (n: number) => {
    const device = devices[n % DEVICES] as MqttDevice;
    if (device.unacknowledged >= MOST_UNACKNOWLEDGED) return false;
    const tag = n % tags;
    const t = base + Math.round(dueAt(n) - began);
    // Values quiver about normal; each reading has a time of its own.
    const one = (k: number) =>
      `{"t":${t - k},"v":${n % ALARM_EVERY === 0 && k === 0 ? OVER_KPA : (300 + ((n * 31 + k * 7) % 97) / 50).toFixed(2)}}`;
    const payload = perMessage === 1 ? one(0) : `[${Array.from({ length: perMessage }, (_, k) => one(k)).join(",")}]`;
    const due = dueAt(n);
    device.publish(mqttTopic(COUNTY, ENTERPRISE, tagId(tag)), payload, () => {
      lags[acknowledged++] = performance.now() - due;
    });
    return true;
  };
  while (acknowledged < messages) {
    const now = performance.now();
    while (sent < messages && dueAt(sent) <= now && sendOne(sent)) sent += 1;
    await pause(TICK_MS);
  }
  const tookS = (performance.now() - began) / 1000;
  for (const device of devices) device.close();
  return { sent: sent * perMessage, lags: lags.sort(), tookS };
}

/** The whole server on one engine, alarms, quality and roll-ups on, taking in readings over MQTT at a steady pace. */
export async function sustain(engine: EngineName, place: Place, ask: SustainedAsk): Promise<Sustained> {
  const samplingS = Math.max(1, Math.round((ask.tags * ask.perMessage) / ask.perSecond));
  await withDatabase(place, (db) => makeTags(db, ask.tags, samplingS));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const server = await startServer({ ...environmentOf(place), MQTT_PORT: String(mqttPort) }, port);
  try {
    const cpu = () =>
      treeCpu(server.child.pid as number) + (place.databasePid === undefined ? 0 : treeCpu(place.databasePid));
    const own = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;
    const before = { server: cpu(), own: own() };
    const { sent, lags, tookS } = await publish(mqttPort, ask);
    const serverUs = (1e6 * (cpu() - before.server)) / sent;
    const devicesUs = (1e6 * (own() - before.own)) / sent;
    // As an operator stops it; SIGKILL would lose nothing either, which e2e/kill-ingest.ts shows.
    server.child.kill("SIGTERM");
    await new Promise((resolve) => server.child.once("exit", resolve));
    const [counted] = await withDatabase(place, (db) =>
      db.asSystem((tx) =>
        tx.query<{ stored: number; alarms: number }>(
          "select (select count(*) from reading)::float8 as stored, (select count(*) from alarm)::float8 as alarms",
        ),
      ),
    );
    const stored = counted?.stored ?? 0;
    return {
      engine,
      sent,
      stored,
      lost: sent - stored,
      perSecond: sent / tookS,
      p50: quantile(lags, 0.5),
      p99: quantile(lags, 0.99),
      worst: lags.at(-1) ?? Number.NaN,
      serverUs,
      devicesUs,
      alarms: counted?.alarms ?? 0,
    };
  } finally {
    if (server.child.exitCode === null) await server.kill();
  }
}
