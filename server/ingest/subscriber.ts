import { connect, type IPublishPacket, type MqttClient } from "mqtt";
import { MQTT_FILTER } from "#contract/live-frame.ts";
import type { Ingest, Log } from "./ingest.ts";

export interface Subscriber {
  /** True while the broker has us connected and has granted the subscription: without it not one reading comes. */
  readonly isReady: boolean;
  close(): Promise<void>;
}

export interface SubscriberOptions {
  readonly url: string;
  readonly ingest: Pick<Ingest, "message" | "pending" | "whenBelow">;
  readonly log: Log;
  /** Name of our persistent session at the broker: the same after every start, another for each server. */
  readonly clientId?: string;
  /** Above this many readings waiting for their commit nothing more is read from the connection. */
  readonly maxPending?: number;
  /** From a lost connection to the next try, ms. */
  readonly retryMs?: number;
}

const MAX_PENDING = 20_000;
/** What SUBACK says instead of a quality of service. */
const REFUSED = 128;
/** CONNACK: the broker does not speak that version, as 3.1.1 and as 5 says it. */
const WRONG_VERSION: readonly unknown[] = [1, 0x84];
/** A broker may also close without a word, which others do because they are ill: after so many such ends in a row the other version is tried. */
const SILENT_ENDS = 3;
/** In version 5 a session ends with its connection unless one says for how long it is to be kept, s: for ever. */
const KEPT_S = 0xffff_ffff;
/** Said to mqtt.js to make it go on without acknowledging. */
const NOT_YET = new Error("acknowledged after the commit");

/** PUBACK of MQTT 3.1.1 and, where there is nothing to say but yes, of 5 (fixed header 0x40, two bytes of packet id). */
const puback = (id: number) => Buffer.from([0x40, 2, id >> 8, id & 0xff]);

/**
 * Reads from a broker of the installation in a persistent session, QoS 1. A message is acknowledged after the commit of its
 * readings, on the connection it came by; what was not acknowledged the broker delivers again. mqtt.js would handle one message
 * at a time and so commit one at a time; its callback with an error moves on without PUBACK (pinned by a test), which we send.
 * The broker must keep what we have not acknowledged: Mosquitto needs `max_queued_messages 0`, and a
 * `max_inflight_messages` of some thousands for speed. A broker that does not answer, or refuses us, is tried again each second; one that
 * does not speak 3.1.1, by its word or by closing on it, is spoken to in version 5.
 */
export function startSubscriber(options: SubscriberOptions): Subscriber {
  const { url, ingest, log, clientId = "gas-one-map", maxPending = MAX_PENDING, retryMs = 1000 } = options;
  const client = connect(url, {
    clientId,
    clean: false,
    protocolVersion: 4,
    reconnectPeriod: retryMs,
    reconnectOnConnackError: true,
    resubscribe: false,
  });
  let isSubscribed = false;

  async function settle(packet: IPublishPacket, stream: MqttClient["stream"]): Promise<void> {
    const payload = typeof packet.payload === "string" ? Buffer.from(packet.payload) : packet.payload;
    try {
      await ingest.message(packet.topic, payload);
      const isSameConnection = client.stream === stream && client.connected;
      if (packet.qos > 0 && packet.messageId !== undefined && isSameConnection) stream.write(puback(packet.messageId));
    } catch (cause) {
      log.error({ err: cause }, "readings were not stored; asking the broker for them again");
      // A new connection makes the broker deliver what it has no acknowledgement for.
      if (client.stream === stream) stream.destroy();
    }
  }

  client.handleMessage = (packet, moveOn) => {
    void settle(packet, client.stream);
    const go = () => moveOn(NOT_YET);
    if (ingest.pending < maxPending) go();
    else void ingest.whenBelow(maxPending).then(go);
  };
  let silentEnds = 0;
  let isExplained = false;
  const speakOther = () => {
    const isOld = client.options.protocolVersion === 4;
    client.options.protocolVersion = isOld ? 5 : 4;
    if (isOld) client.options.properties = { sessionExpiryInterval: KEPT_S };
    else delete client.options.properties;
    log.warn({}, `the MQTT broker does not take version ${isOld ? "3.1.1; trying 5" : "5; trying 3.1.1"}`);
  };
  client.on("connect", () => {
    isSubscribed = false;
    isExplained = true;
    log.info({ clientId }, "the MQTT broker answers");
    client.subscribe(MQTT_FILTER, { qos: 1 }, (cause, granted) => {
      isSubscribed = !cause && granted !== undefined && granted.every((g) => g.qos !== REFUSED);
      if (!isSubscribed) log.error({ err: cause }, "the MQTT broker refused the subscription: no reading will come");
    });
  });
  client.on("error", (cause) => {
    const code: unknown = "code" in cause ? cause.code : undefined;
    isExplained = code !== "ECONNRESET";
    if (WRONG_VERSION.includes(code)) return speakOther();
    log.error({ err: cause }, "the MQTT broker does not answer, or refuses us; trying again");
  });
  client.on("close", () => {
    silentEnds = isExplained ? 0 : silentEnds + 1;
    isExplained = false;
    if (silentEnds < SILENT_ENDS) return;
    silentEnds = 0;
    speakOther();
  });
  client.on("offline", () => log.warn({}, "the connection to the MQTT broker is lost"));
  return {
    get isReady() {
      return client.connected && isSubscribed;
    },
    close: () => client.endAsync(),
  };
}
