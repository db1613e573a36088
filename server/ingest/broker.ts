import { createServer, type Server } from "node:net";
import type { Ingest, Log } from "./ingest.ts";
import { Connection } from "./mqtt/connection.ts";

export interface Broker {
  /** Where devices connect, e.g. `mqtt://127.0.0.1:1883`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface BrokerOptions {
  readonly port: number;
  /** Loopback unless said otherwise: the embedded broker asks no device for a password. */
  readonly host?: string;
  readonly ingest: Pick<Ingest, "message" | "pending" | "whenBelow">;
  readonly log: Log;
  /** Above this many readings waiting for their commit nothing more is read from any connection. */
  readonly maxPending?: number;
}

const PORTS_TRIED = 10;
const MAX_PENDING = 20_000;

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });

const isTaken = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE";

/**
 * A machine often has a broker on 1883 already (Debian starts Mosquitto when it is installed). The product starts all the same,
 * on the next free port, and says so.
 */
async function listenNear(server: Server, port: number, host: string, log: Log): Promise<number> {
  for (let tried = port; ; tried += 1) {
    try {
      const got = await listen(server, tried, host);
      if (tried !== port) {
        log.warn({ asked: port, port: got }, "the MQTT port is taken; set MQTT_PORT, or MQTT_URL to use that broker");
      }
      return got;
    } catch (cause) {
      if (!isTaken(cause) || port === 0 || tried >= port + PORTS_TRIED) throw cause;
    }
  }
}

/**
 * The embedded broker: MQTT 3.1, 3.1.1 and 5 as far as devices need it that publish and nothing else (docs/decisions/2026-11-26-a-door-for-devices.md).
 * PUBACK (and PUBREC) goes out after the commit, so that a crash before it makes the device send again. When a reading cannot be
 * stored the connection is closed without an answer, which every MQTT client answers by coming back.
 * A message judged unfit is counted, logged and acknowledged: sending it again would not make it better.
 * Throws the operating system's error when neither the port nor the next ten can be had.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { port, host = "127.0.0.1", ingest, log, maxPending = MAX_PENDING } = options;
  const connections = new Set<Connection>();
  const byName = new Map<string, Connection>();
  const boot = Date.now().toString(36);
  let named = 0;
  let isHolding = false;
  // By what is pending, not by what was answered here: what fills the queue may have come over HTTP, and then nobody here is answered.
  async function goOnWithRoom() {
    isHolding = true;
    await ingest.whenBelow(maxPending);
    isHolding = false;
    for (const connection of connections) connection.resume();
  }
  const house = {
    message: (topic: string, payload: Uint8Array) => ingest.message(topic, payload),
    isFull() {
      if (ingest.pending < maxPending) return false;
      if (!isHolding) void goOnWithRoom();
      return true;
    },
    enter(connection: Connection) {
      byName.get(connection.clientId)?.giveWay();
      byName.set(connection.clientId, connection);
    },
    nameOne: () => `unnamed-${boot}-${++named}`,
    left(connection: Connection) {
      if (byName.get(connection.clientId) === connection) byName.delete(connection.clientId);
    },
    refused: (reason: string) => log.warn({ reason }, "MQTT connection refused"),
    lost: (client: string, reason: string) => log.info({ client, reason }, "MQTT client lost"),
    notStored: (client: string, cause: unknown) =>
      log.error({ err: cause, client }, "a reading was not stored; the device has to send it again"),
  };
  const server = createServer((socket) => {
    const connection = new Connection(socket, house);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  const bound = await listenNear(server, port, host, log);
  return {
    url: `mqtt://${host}:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.end();
      }),
  };
}
