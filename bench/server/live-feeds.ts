import type { WebSocket } from "@fastify/websocket";
import type { Snapshot } from "#server/tiles/snapshot.ts";

/** One changed value, as all sides are told it. */
export interface Change {
  readonly seq: number;
  readonly v: number;
  /** Index in TAG_STATES, for peers; ours judges by itself. */
  readonly state: number;
}

/** The next `count` tags in turn, each with a new value (0 … 1000); one in fifty is out of its limits. */
export function createChanges(tags: number) {
  let at = 0;
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  return (count: number): Change[] => {
    // Steps that share no factor with the number of tags, so that changes are spread over the whole province as real ones are.
    const changes = Array.from({ length: count }, (_, i): Change => {
      const v = Math.round(1e5 * random()) / 100;
      return { seq: ((at + i) * 7919) % tags, v, state: v >= 990 ? 2 : v >= 980 ? 1 : 0 };
    });
    at += count;
    return changes;
  };
}

/** As today's web sends it. */
export const asJson = (snapshot: Snapshot, changes: readonly Change[], t: number): string =>
  JSON.stringify(changes.map(({ seq, v, state }) => ({ id: seq, tag: snapshot.tagId(seq), p: v, q: state, t })));

/** uint32 seq, float32 value, each; then a byte of state each. */
export function asBinary(changes: readonly Change[]): Buffer {
  const n = changes.length;
  const out = Buffer.alloc(9 * n);
  changes.forEach(({ seq, v, state }, i) => {
    out.writeUInt32LE(seq, 8 * i);
    out.writeFloatLE(v, 8 * i + 4);
    out[8 * n + i] = state;
  });
  return out;
}

/** Sockets of pages that peers draw in. */
export function createPeerFeeds() {
  const sockets = { json: new Set<WebSocket>(), binary: new Set<WebSocket>() };
  return {
    join(kind: keyof typeof sockets, socket: WebSocket) {
      sockets[kind].add(socket);
      socket.once("close", () => sockets[kind].delete(socket));
    },
    send(snapshot: Snapshot, changes: readonly Change[], t: number) {
      if (sockets.json.size > 0) {
        const text = asJson(snapshot, changes, t);
        for (const socket of sockets.json) socket.send(text);
      }
      if (sockets.binary.size > 0) {
        const bytes = asBinary(changes);
        for (const socket of sockets.binary) socket.send(bytes);
      }
    },
  };
}
