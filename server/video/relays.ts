import { Readable } from "node:stream";
import { FlvFrames } from "./flv-frames.ts";
import type { StreamPlace, Video } from "./video.ts";

const MOST = 1000;
const MOST_PER_SESSION = 32;
/** A stream that brings no byte for so long is ended: the page asks again. */
const SILENT_MS = 20_000;
/** A reader who does not take what is there says nothing about the camera. */
const SLOW_MS = 2000;

/** The server, or one person, watches as much as it can. */
export class RelaysFull extends Error {
  override name = "RelaysFull";
}

export interface Relay {
  /** FLV, as it comes; ends when the stream, the session or the server does. */
  readonly body: Readable;
  end(): void;
}

/** Streams that go through this process, each for one reader. */
export function createRelays({ book, want }: Pick<Video, "book" | "want">, now: () => number = Date.now) {
  const open = new Map<() => void, string>();

  async function* pieces(
    upstream: ReadableStream<Uint8Array>,
    id: string,
    alive: () => void,
  ): AsyncGenerator<Uint8Array> {
    const frames = new FlvFrames();
    let leave = book.tellWatcher(id, now());
    let isWatching = true;
    try {
      for await (const piece of upstream) {
        alive();
        if (frames.pass(piece) > 0) {
          book.tellFrame(id, now());
          want(id);
        }
        const slow = setTimeout(() => {
          leave();
          isWatching = false;
        }, SLOW_MS);
        yield piece;
        clearTimeout(slow);
        if (!isWatching) {
          leave = book.tellWatcher(id, now());
          isWatching = true;
        }
      }
    } finally {
      leave();
    }
  }

  return {
    get size() {
      return open.size;
    },
    /** Opens a camera's FLV stream for one reader of a session. Throws {@link RelaysFull}, or as the media server fails. */
    async openFlv({ source, server, stream }: StreamPlace, sessionId: string): Promise<Relay> {
      const ofSession = [...open.values()].filter((id) => id === sessionId).length;
      if (open.size >= MOST || ofSession >= MOST_PER_SESSION) throw new RelaysFull("too many streams at once");
      const stop = new AbortController();
      let silence: NodeJS.Timeout | undefined;
      const alive = () => {
        clearTimeout(silence);
        silence = setTimeout(end, SILENT_MS);
      };
      const end = () => {
        clearTimeout(silence);
        open.delete(end);
        stop.abort();
      };
      open.set(end, sessionId);
      alive();
      try {
        const { body } = await server.openFlv(stream, stop.signal);
        if (body === null) throw new Error("the stream has no body");
        const readable = Readable.from(pieces(body, source.id, alive), { objectMode: false });
        readable.once("close", end);
        // Ended on purpose or by the media server: the reader sees the end of the stream either way.
        readable.once("error", end);
        return { body: readable, end };
      } catch (cause) {
        end();
        throw cause;
      }
    },
    endAll: () => {
      for (const end of [...open.keys()]) end();
    },
  };
}
export type Relays = ReturnType<typeof createRelays>;
