import type { Socket } from "node:net";
import {
  ANSWER,
  answers,
  CONNACK_VERSION,
  connack,
  connackNoName,
  disconnect,
  Fields,
  MalformedPacket,
  PACKET,
  PINGRESP,
  readConnect,
  readFilters,
  readPublish,
  suback,
  UnknownVersion,
  unsuback,
  type Version,
  type Will,
} from "./packets.ts";
import { PacketReader } from "./packet-reader.ts";

/** As much of a broker as a connection needs. */
export interface Host {
  /** Settles once the message may be acknowledged; rejects when its sender has to send it again. */
  message(topic: string, payload: Uint8Array): Promise<unknown>;
  /** True while more is waiting than there should be: nothing more is read until it is told to go on. */
  isFull(): boolean;
  /** A client has said its name; one before it with the same name has to go. */
  enter(connection: Connection): void;
  /** A name for a client that has none. */
  nameOne(): string;
  left(connection: Connection): void;
  refused(reason: string): void;
  lost(clientId: string, reason: string): void;
  notStored(clientId: string, cause: unknown): void;
}

/** Longer than the longest message that holds readings (256 KiB) with its topic: beyond it nothing is worth reading. */
const MOST_BYTES = 512 * 1024;
/** A client that has said nothing for so long after connecting is let go. */
const CONNECT_MS = 10_000;
const LEAVE_MS = 2000;
/** Messages of one client that wait for their commit, and bytes of answers that it has not read: beyond, nothing more is read from it. */
const MOST_WAITING = 10_000;
const MOST_UNREAD = 256 * 1024;
/** A client is gone after one and a half times the time it promised to be heard in (3.1.2-22). */
const ALIVE = 1500;

/** One client of the embedded broker: says whether what it publishes has been stored, and refuses every subscription. */
export class Connection {
  clientId = "";
  readonly #socket: Socket;
  readonly #host: Host;
  readonly #reader = new PacketReader(MOST_BYTES);
  #version: Version | null = null;
  #will: Will | null = null;
  #isGone = false;
  #waiting = 0;
  /** Answers on their way out: pairs of first byte and number. */
  #answers: number[] = [];
  #isHeld = false;

  constructor(socket: Socket, host: Host) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.setTimeout(CONNECT_MS);
    socket.on("data", (piece) => this.#take(piece));
    socket.on("timeout", () => {
      if (this.#isGone) socket.destroy();
      else this.#lose(this.#version === null ? "it said nothing" : "it was not heard in time");
    });
    socket.on("error", (cause) => this.#lose(cause.message));
    socket.on("close", () => this.#lose("the connection was closed"));
    socket.on("drain", () => this.resume());
  }

  /** Ends it because another connection bears its name. */
  giveWay(): void {
    if (this.#version === 5) this.#socket.write(disconnect(0x8e));
    this.#lose("another client came under its name");
  }

  /** Ends it with the server. */
  end(): void {
    this.#will = null;
    this.#lose(null);
    this.#socket.destroy();
  }

  /** Reads on, where it had been told to wait and need not any more. */
  resume(): void {
    if (!this.#isHeld || this.#isGone || this.#mustWait()) return;
    this.#isHeld = false;
    this.#socket.resume();
  }

  #mustWait(): boolean {
    return this.#waiting >= MOST_WAITING || this.#socket.writableLength > MOST_UNREAD || this.#host.isFull();
  }

  #take(piece: Buffer): void {
    if (this.#isGone) return;
    try {
      this.#reader.push(piece, (head, bytes, from, to) => {
        if (!this.#isGone) this.#hear(head, new Fields(bytes, from, to));
      });
    } catch (cause) {
      this.#refuse(cause);
      return;
    }
    if (!this.#mustWait()) return;
    this.#isHeld = true;
    this.#socket.pause();
  }

  #refuse(cause: unknown): void {
    if (!(cause instanceof MalformedPacket)) throw cause;
    if (this.#version === 5) this.#socket.write(disconnect(0x81));
    if (this.#version === null) {
      if (cause instanceof UnknownVersion) this.#socket.write(CONNACK_VERSION);
      this.#host.refused(cause.message);
    }
    this.#lose(cause.message);
  }

  #hear(head: number, fields: Fields): void {
    const type = head >> 4;
    if (this.#version === null) {
      if (type !== PACKET.connect) throw new MalformedPacket("the first packet is not CONNECT");
      this.#enter(fields);
      return;
    }
    switch (type) {
      case PACKET.publish:
        this.#publish(head, fields, this.#version);
        return;
      case PACKET.pubrel:
        this.#answer(ANSWER.pubcomp, fields.short());
        return;
      case PACKET.subscribe: {
        const { id, count } = readFilters(fields, this.#version, true);
        this.#socket.write(suback(this.#version, id, count));
        return;
      }
      case PACKET.unsubscribe: {
        const { id, count } = readFilters(fields, this.#version, false);
        this.#socket.write(unsuback(this.#version, id, count));
        return;
      }
      case PACKET.pingreq:
        this.#socket.write(PINGRESP);
        return;
      case PACKET.disconnect:
        // Reason 4 of version 5 asks for the last will all the same.
        if (fields.isAtEnd || fields.byte() !== 4) this.#will = null;
        this.#lose(null);
        return;
      default:
        throw new MalformedPacket(`a packet of type ${type}, which a client does not send here`);
    }
  }

  #enter(fields: Fields): void {
    const { version, clientId, isClean, keepAliveS, will } = readConnect(fields);
    // A session without a name could never be found again (3.1.3-8); none is kept, but the client must not believe so.
    if (clientId === "" && !isClean && version !== 5) {
      this.#socket.write(connackNoName(version));
      throw new MalformedPacket("a client without a name wants its session kept");
    }
    this.clientId = clientId === "" ? this.#host.nameOne() : clientId;
    this.#version = version;
    this.#will = will;
    this.#socket.setTimeout(keepAliveS * ALIVE);
    this.#host.enter(this);
    this.#socket.write(connack(version, clientId === "" ? this.clientId : null));
  }

  #publish(head: number, fields: Fields, version: Version): void {
    const { topic, qos, id, payload } = readPublish(head, fields, version);
    this.#waiting += 1;
    this.#host.message(topic, payload).then(
      () => {
        this.#waiting -= 1;
        // QoS 2 as well: a message that comes twice is stored once, so that its number need not be remembered.
        if (qos > 0) this.#answer(qos === 1 ? ANSWER.puback : ANSWER.pubrec, id);
        this.resume();
      },
      (cause: unknown) => {
        this.#waiting -= 1;
        this.#host.notStored(this.clientId, cause);
        // Without an answer: every MQTT client comes back and sends again.
        this.#lose(null);
      },
    );
  }

  /** Answers of one commit go out in one piece. */
  #answer(first: number, id: number): void {
    if (this.#isGone) return;
    if (this.#answers.push(first, id) === 2) setImmediate(() => this.#sayAnswers());
  }

  #sayAnswers(): void {
    const pairs = this.#answers;
    this.#answers = [];
    if (!this.#isGone) this.#socket.write(answers(pairs));
  }

  #lose(reason: string | null): void {
    if (this.#isGone) return;
    this.#isGone = true;
    if (this.#version !== null) {
      this.#host.left(this);
      if (reason !== null) this.#host.lost(this.clientId, reason);
    }
    // What has been written still goes out, if it is read in time; nothing more is taken in.
    this.#socket.setTimeout(LEAVE_MS);
    this.#socket.destroySoon();
    const will = this.#will;
    this.#will = null;
    if (will === null) return;
    this.#host.message(will.topic, will.payload).catch((cause: unknown) => this.#host.notStored(this.clientId, cause));
  }
}
