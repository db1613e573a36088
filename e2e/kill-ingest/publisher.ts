import { mqttTopic } from "#contract/live-frame.ts";
import { startDevice } from "./mqtt-device.ts";
import { COUNTY, ENTERPRISE, tagId } from "./small-network.ts";

export interface Publisher {
  /** ms since 1970 of reading 0. */
  readonly base: number;
  /** Numbers published, and those a PUBACK has come for. */
  readonly sent: number;
  readonly acked: ReadonlySet<number>;
  /** Publishes no more; resolves when everything sent is acknowledged. Rejects after `limitMs`. */
  drain(limitMs: number): Promise<void>;
  close(): void;
}

const STEP_MS = 20;
const MAX_UNACKNOWLEDGED = 2000;

/**
 * Numbers its readings and remembers which were acknowledged. Reading n has a time of its own, `base + n` ms, so that each is one
 * row whatever happens.
 */
export function startPublisher(port: number, tags: number, perSecond: number): Publisher {
  const device = startDevice(port, "kill-ingest-device");
  const acked = new Set<number>();
  // Some hours back, so that a number never runs into the future.
  const base = Date.now() - 6 * 3_600_000;
  let sent = 0;
  let owed = 0;
  const timer = setInterval(() => {
    if (!device.isConnected || device.unacknowledged > MAX_UNACKNOWLEDGED) return;
    for (owed += (perSecond * STEP_MS) / 1000; owed >= 1; owed -= 1) {
      const n = sent++;
      const payload = JSON.stringify({ t: base + n, v: 100 + (n % 50) });
      device.publish(mqttTopic(COUNTY, ENTERPRISE, tagId(n % tags)), payload, () => acked.add(n));
    }
  }, STEP_MS);
  return {
    base,
    get sent() {
      return sent;
    },
    acked,
    async drain(limitMs) {
      clearInterval(timer);
      const until = Date.now() + limitMs;
      while (acked.size < sent) {
        if (Date.now() > until) throw new Error(`${sent - acked.size} of ${sent} readings were never acknowledged`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: () => {
      clearInterval(timer);
      device.close();
    },
  };
}
