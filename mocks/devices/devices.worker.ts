import { parentPort, workerData } from "node:worker_threads";
import { connect } from "mqtt";
import { createFleet, type DeviceTag } from "./fleet.ts";

export interface DevicesAsk {
  readonly url: string;
  readonly tags: readonly DeviceTag[];
  readonly seed: number;
}

const STEP_MS = 250;
/** Without an acknowledgement for so many the devices pause: they have no memory of their own. */
const MAX_UNACKNOWLEDGED = 5000;

const { url, tags, seed } = workerData as DevicesAsk;
const fleet = createFleet(tags, seed, Date.now());
const client = connect(url, { clientId: "gas-one-map-devices", clean: true, reconnectPeriod: 1000 });
let unacknowledged = 0;

client.on("error", (cause) => parentPort?.postMessage({ trouble: cause.message }));
const timer = setInterval(() => {
  if (!client.connected || unacknowledged > MAX_UNACKNOWLEDGED) return;
  for (const { topic, payload } of fleet.due(Date.now())) {
    unacknowledged += 1;
    client.publish(topic, payload, { qos: 1 }, () => {
      unacknowledged -= 1;
    });
  }
}, STEP_MS);

parentPort?.once("message", () => {
  clearInterval(timer);
  client.end(true, () => process.exit(0));
});
