import { mqttTopic } from "#contract/live-frame.ts";
import { startDevice } from "./mqtt-device.ts";
import { COUNTY, ENTERPRISE, tagId } from "./small-network.ts";

export interface Publisher {
  /** When reading n was taken, ms since 1970: no two are of one time. */
  timeOf(n: number): number;
  /** Numbers published, and those a PUBACK has come for. */
  readonly sent: number;
  readonly acked: ReadonlySet<number>;
  /** Publishes no more; resolves when everything sent is acknowledged. Rejects after `limitMs`. */
  drain(limitMs: number): Promise<void>;
  close(): void;
}

const STEP_MS = 20;
const MAX_UNACKNOWLEDGED = 2000;
/** A time of its own, in whole ms, that does not run ahead of the clock. */
export const MOST_PER_SECOND = 1000;
/** Every tenth comes late, as after a line that was down. */
const LATE_EVERY = 10;
const LATE_MS = 6 * 3_600_000;

/** Numbers its readings and remembers which were acknowledged. Each has a time of its own, so that it is one row whatever happens. */
export function startPublisher(port: number, tags: number, perSecond: number): Publisher {
  const device = startDevice(port, "kill-ingest-device");
  const acked = new Set<number>();
  const base = Date.now();
  const timeOf = (n: number) => base + n - (n % LATE_EVERY === 0 ? LATE_MS : 0);
  let sent = 0;
  let owed = 0;
  const timer = setInterval(() => {
    if (!device.isConnected || device.unacknowledged > MAX_UNACKNOWLEDGED) return;
    for (owed += (perSecond * STEP_MS) / 1000; owed >= 1; owed -= 1) {
      const n = sent++;
      const payload = JSON.stringify({ t: timeOf(n), v: 100 + (n % 50) });
      device.publish(mqttTopic(COUNTY, ENTERPRISE, tagId(n % tags)), payload, () => acked.add(n));
    }
  }, STEP_MS);
  return {
    timeOf,
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
