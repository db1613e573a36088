/**
 * Packets of MQTT 3.1, 3.1.1 and 5 as far as a broker needs them that nobody subscribes at (OASIS MQTT 3.1.1 and 5.0, chapters 2 and 3).
 * Properties of version 5 are stepped over: none of them changes what a reading is.
 */
export const PACKET = {
  connect: 1,
  publish: 3,
  pubrel: 6,
  subscribe: 8,
  unsubscribe: 10,
  pingreq: 12,
  disconnect: 14,
} as const;

/** Protocol levels: 3 is MQTT 3.1, 4 is 3.1.1. */
export type Version = 3 | 4 | 5;

/** What came is no MQTT; the message says why. The connection has to end. */
export class MalformedPacket extends Error {}

/** A protocol level that is not spoken here: CONNACK says so before the connection ends. */
export class UnknownVersion extends MalformedPacket {}

/** Reads the fields of one packet in order; throws where it ends early. */
export class Fields {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;

  constructor(bytes: Buffer, from: number, to: number) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  #step(size: number): number {
    const at = this.#at;
    if (at + size > this.#end) throw new MalformedPacket("a packet ends within a field");
    this.#at = at + size;
    return at;
  }

  byte(): number {
    return this.#bytes[this.#step(1)] as number;
  }

  short(): number {
    return this.#bytes.readUInt16BE(this.#step(2));
  }

  /** A length in one to four bytes of seven bits. */
  length(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new MalformedPacket("a length of more than four bytes");
  }

  /** Bytes with their length before them. A view: it holds as long as the packet does. */
  bytes(): Buffer {
    const size = this.short();
    const from = this.#step(size);
    return this.#bytes.subarray(from, from + size);
  }

  text(): string {
    const size = this.short();
    const from = this.#step(size);
    return this.#bytes.toString("utf8", from, from + size);
  }

  skipProperties(): void {
    this.#step(this.length());
  }

  rest(): Buffer {
    const from = this.#at;
    this.#at = this.#end;
    return this.#bytes.subarray(from, this.#end);
  }
}

export interface Will {
  readonly topic: string;
  readonly payload: Buffer;
}

export interface Connect {
  readonly version: Version;
  readonly clientId: string;
  readonly isClean: boolean;
  /** Seconds; 0 = the client promises nothing. */
  readonly keepAliveS: number;
  readonly will: Will | null;
}

const FLAG = { reserved: 0x01, clean: 0x02, will: 0x04, password: 0x40, user: 0x80 } as const;

function versionOf(name: string, level: number): Version {
  // The upper bit marks a bridge of Mosquitto.
  const plain = level & 0x7f;
  if (name === "MQIsdp" && plain === 3) return 3;
  if (name === "MQTT" && (plain === 4 || plain === 5)) return plain;
  if (name === "MQTT" || name === "MQIsdp") throw new UnknownVersion(`protocol level ${level} of ${name}`);
  throw new MalformedPacket("the protocol is not MQTT");
}

/** User name and password are read and not looked at: the embedded broker stands on loopback and asks for none. */
export function readConnect(fields: Fields): Connect {
  const version = versionOf(fields.text(), fields.byte());
  const flags = fields.byte();
  if ((flags & FLAG.reserved) !== 0) throw new MalformedPacket("a reserved flag of CONNECT is set");
  const keepAliveS = fields.short();
  if (version === 5) fields.skipProperties();
  const clientId = fields.text();
  let will: Will | null = null;
  if ((flags & FLAG.will) !== 0) {
    if (version === 5) fields.skipProperties();
    // Kept for as long as the connection: a copy, not a view of what came.
    will = { topic: fields.text(), payload: Buffer.from(fields.bytes()) };
  }
  if ((flags & FLAG.user) !== 0) fields.bytes();
  if ((flags & FLAG.password) !== 0) fields.bytes();
  return { version, clientId, isClean: (flags & FLAG.clean) !== 0, keepAliveS, will };
}

export interface Publish {
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
  /** 0 where the quality of service is 0. */
  readonly id: number;
  readonly payload: Buffer;
}

export function readPublish(head: number, fields: Fields, version: Version): Publish {
  const qos = (head >> 1) & 3;
  if (qos === 3) throw new MalformedPacket("a quality of service of 3");
  const topic = fields.text();
  const id = qos === 0 ? 0 : fields.short();
  if (qos > 0 && id === 0) throw new MalformedPacket("a packet's number is 0");
  if (version === 5) fields.skipProperties();
  // No alias has been allowed in CONNACK, and without one a topic may not be empty.
  if (topic === "") throw new MalformedPacket("PUBLISH without a topic");
  return { topic, qos: qos as 0 | 1 | 2, id, payload: fields.rest() };
}

/** Number of the packet, and of the filters in it. */
export function readFilters(fields: Fields, version: Version, isSubscribe: boolean): { id: number; count: number } {
  const id = fields.short();
  if (version === 5) fields.skipProperties();
  let count = 0;
  for (; !fields.isAtEnd; count++) {
    fields.bytes();
    if (isSubscribe) fields.byte();
  }
  return { id, count };
}

const short = (id: number) => [id >> 8, id & 0xff] as const;

/** CONNACK that lets a client in; no session is ever kept. `assignedId` is told to a client of version 5 that came without one. */
export function connack(version: Version, assignedId: string | null): Buffer {
  if (version !== 5) return Buffer.from([0x20, 2, 0, 0]);
  // Session Expiry Interval 0 (0x11): whatever was asked for; Assigned Client Identifier (0x12).
  const id = assignedId === null ? Buffer.alloc(0) : Buffer.from(assignedId);
  const given = id.length === 0 ? [] : [0x12, ...short(id.length), ...id];
  const properties = [0x11, 0, 0, 0, 0, ...given];
  return Buffer.from([0x20, 3 + properties.length, 0, 0, properties.length, ...properties]);
}

/** CONNACK to a version not spoken here, in the words of 3.1.1, which every client reads. */
export const CONNACK_VERSION = Buffer.from([0x20, 2, 0, 1]);
/** CONNACK to a client without a name that wants its session kept. */
export const connackNoName = (version: Version): Buffer =>
  version === 5 ? Buffer.from([0x20, 3, 0, 0x85, 0]) : Buffer.from([0x20, 2, 0, 2]);
export const PINGRESP = Buffer.from([0xd0, 0]);
/** DISCONNECT of version 5: malformed packet (0x81), session taken over (0x8e). */
export const disconnect = (reason: 0x81 | 0x8e): Buffer => Buffer.from([0xe0, 2, reason, 0]);

/** First bytes of the answers to PUBLISH with 1 and 2, and to PUBREL. */
export const ANSWER = { puback: 0x40, pubrec: 0x50, pubcomp: 0x70 } as const;

/** Answers to many packets as one piece: pairs of first byte and number. The same in all versions, where there is nothing to say but yes. */
export function answers(pairs: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(2 * pairs.length);
  for (let i = 0; i < pairs.length; i += 2) {
    bytes[2 * i] = pairs[i] as number;
    bytes[2 * i + 1] = 2;
    bytes.writeUInt16BE(pairs[i + 1] as number, 2 * i + 2);
  }
  return bytes;
}

function length(size: number): number[] {
  return size < 0x80 ? [size] : [(size & 0x7f) | 0x80, ...length(size >> 7)];
}

/** SUBACK: every filter refused. Devices publish; whoever wants to read signs in and is shown their own area. */
export function suback(version: Version, id: number, count: number): Buffer {
  const codes = new Array<number>(count).fill(version === 5 ? 0x87 : 0x80);
  const body = [...short(id), ...(version === 5 ? [0] : []), ...codes];
  return Buffer.from([0x90, ...length(body.length), ...body]);
}

export function unsuback(version: Version, id: number, count: number): Buffer {
  const codes = version === 5 ? [0, ...new Array<number>(count).fill(0x11)] : [];
  const body = [...short(id), ...codes];
  return Buffer.from([0xb0, ...length(body.length), ...body]);
}
