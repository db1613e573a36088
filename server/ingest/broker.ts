import { createServer, type Server } from "node:net";
import { Aedes } from "aedes";
import type { Ingest, Log } from "./ingest.ts";

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
  readonly ingest: Pick<Ingest, "message">;
  readonly log: Log;
}

const PORTS_TRIED = 10;

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
 * The embedded broker. Its one consumer is ingest, called from `authorizePublish`: aedes sends PUBACK (and PUBREC) only after that
 * hook calls back, so a device hears of success after the commit, and a crash before it makes the device send again. When a
 * reading cannot be stored the connection is closed without an acknowledgement, which every MQTT client answers by coming back.
 * A message judged unfit is counted, logged and acknowledged: sending it again would not make it better.
 * Throws the operating system's error when neither the port nor the next ten can be had.
 */
export async function startBroker({ port, host = "127.0.0.1", ingest, log }: BrokerOptions): Promise<Broker> {
  const aedes = await Aedes.createBroker({
    authorizePublish(client, packet, done) {
      // A retained or forwarded copy would only fill memory: values are read from the API, under a scope.
      packet.retain = false;
      const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
      ingest.message(packet.topic, payload).then(
        () => done(null),
        (cause: unknown) => {
          log.error({ err: cause, client: client?.id }, "a reading was not stored; the device has to send it again");
          done(cause instanceof Error ? cause : new Error(String(cause)));
        },
      );
    },
    // Devices publish; whoever wants to read signs in and is shown their own area.
    authorizeSubscribe: (_client, _subscription, done) => done(null, null),
  });
  aedes.on("clientError", (client, error) =>
    log.warn({ client: client.id, reason: error.message }, "MQTT client lost"),
  );
  aedes.on("connectionError", (_client, error) => log.warn({ reason: error.message }, "MQTT connection refused"));
  const server = createServer((socket) => void aedes.handle(socket));
  const bound = await listenNear(server, port, host, log).catch((cause: unknown) => {
    aedes.close();
    throw cause;
  });
  return {
    url: `mqtt://${host}:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        aedes.close();
      }),
  };
}
