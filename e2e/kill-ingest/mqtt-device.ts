import { connect, type Socket } from "node:net";

/**
 * A device's side of MQTT 3.1.1, as small as it can be: QoS 1, everything unacknowledged sent again at once after a reconnect.
 * mqtt.js would send it one by one, each after the acknowledgement of the one before, and the rounds would take long.
 */
export interface MqttDevice {
  /** Sends now or after the next reconnect. `done` is called when the PUBACK is there. */
  publish(topic: string, payload: string, done: () => void): void;
  readonly isConnected: boolean;
  readonly unacknowledged: number;
  close(): void;
}

const RETRY_MS = 50;
const CONNACK = 2;
const PUBACK = 4;

const text = (value: string) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

function packet(head: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ; left >>= 7) {
    length.push(left > 127 ? (left & 0x7f) | 0x80 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([head, ...length]), body]);
}

/** Protocol level 4, session kept, keep-alive off. */
const connectPacket = (id: string) => packet(0x10, text("MQTT"), Buffer.from([4, 0, 0, 0]), text(id));
/** Written by hand in one piece: a bench makes ten thousand a second. Topic and payload are ASCII. */
function publishPacket(id: number, topic: string, payload: string, isAgain: boolean): Buffer {
  const size = 2 + topic.length + 2 + payload.length;
  const at = size < 128 ? 2 : 3;
  if (size >= 16_384)
    return packet(isAgain ? 0x3a : 0x32, text(topic), Buffer.from([id >> 8, id & 0xff]), Buffer.from(payload));
  const bytes = Buffer.allocUnsafe(at + size);
  bytes[0] = isAgain ? 0x3a : 0x32;
  bytes[1] = size < 128 ? size : (size & 0x7f) | 0x80;
  if (at === 3) bytes[2] = size >> 7;
  bytes.writeUInt16BE(topic.length, at);
  bytes.write(topic, at + 2, "latin1");
  bytes.writeUInt16BE(id, at + 2 + topic.length);
  bytes.write(payload, at + 4 + topic.length, "latin1");
  return bytes;
}

interface Unacknowledged {
  readonly topic: string;
  readonly payload: string;
  done(): void;
}

export function startDevice(port: number, clientId: string): MqttDevice {
  const waiting = new Map<number, Unacknowledged>();
  let socket: Socket | null = null;
  let isConnected = false;
  let isClosed = false;
  let nextId = 0;
  let isCorked = false;

  /** What is published in one go leaves in one piece, as a gateway's does. */
  function write(bytes: Buffer) {
    if (!isCorked) {
      isCorked = true;
      socket?.cork();
      const corked = socket;
      setImmediate(() => {
        isCorked = false;
        corked?.uncork();
      });
    }
    socket?.write(bytes);
  }

  function hear(type: number, body: Buffer) {
    if (type === CONNACK) {
      isConnected = true;
      for (const [id, { topic, payload }] of waiting) socket?.write(publishPacket(id, topic, payload, true));
    }
    if (type !== PUBACK) return;
    const id = body.readUInt16BE(0);
    const message = waiting.get(id);
    waiting.delete(id);
    message?.done();
  }
  function open() {
    if (isClosed) return;
    let rest = Buffer.alloc(0);
    const opened = connect(port, "127.0.0.1", () => opened.write(connectPacket(clientId)));
    socket = opened;
    opened.on("data", (piece) => {
      rest = Buffer.concat([rest, piece]);
      // All a broker says to a publisher is shorter than 128 bytes: one byte of length.
      while (rest.length >= 2 && rest.length >= 2 + (rest[1] as number)) {
        const end = 2 + (rest[1] as number);
        hear((rest[0] as number) >> 4, rest.subarray(2, end));
        rest = rest.subarray(end);
      }
    });
    opened.on("error", () => undefined);
    opened.on("close", () => {
      isConnected = false;
      setTimeout(open, RETRY_MS);
    });
  }
  open();
  return {
    publish(topic, payload, done) {
      do nextId = (nextId % 65_535) + 1;
      while (waiting.has(nextId));
      waiting.set(nextId, { topic, payload, done });
      if (isConnected) write(publishPacket(nextId, topic, payload, false));
    },
    get isConnected() {
      return isConnected;
    },
    get unacknowledged() {
      return waiting.size;
    },
    close() {
      isClosed = true;
      socket?.destroy();
    },
  };
}
