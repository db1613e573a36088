import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect, type Socket } from "node:net";
import type { Dice } from "./dice.ts";

/**
 * How a line is bad. `cut`: no byte passes, and what was under way breaks. `half`: every other upload breaks in the middle. `deaf`: the server does what was
 * asked, and its answer is lost. `twice`: a request for writing comes twice. `late`: requests for writing wait, so that later ones overtake them.
 * `busy`: 503 instead of the server. `newer`: the server is of a later version, whose answers say more than this app knows.
 */
export const LINE_FAULTS = ["cut", "half", "deaf", "twice", "late", "busy", "newer"] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** A phone's own way to the server: an origin that stays, whatever happens to the server behind it. */
export interface BadLine {
  readonly url: string;
  set(fault: LineFault | null): void;
  /** How often each fault has struck. */
  readonly struck: ReadonlyMap<LineFault, number>;
  close(): Promise<void>;
}

const LATE_MS = 1500;

const isWrite = ({ method }: IncomingMessage): boolean => method === "POST" || method === "PATCH";
/** Faults are for the field's own traffic: a page that does not load is the business of the offline faults. */
const isOfLedger = ({ url = "" }: IncomingMessage): boolean => url.startsWith("/api/field/");

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What a server of a later version would say: members and words that nobody knows yet. */
function ofLaterVersion(answer: Answer): Answer {
  if (!String(answer.headers["content-type"] ?? "").includes("json") || answer.headers["content-encoding"])
    return answer;
  try {
    const more = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(more);
      if (typeof value !== "object" || value === null) return value;
      const later = (key: string, member: unknown): unknown =>
        key === "reasons" && Array.isArray(member) ? [...(member as unknown[]), "said_since_version_9"] : more(member);
      const members = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, later(key, member)]));
      return { ...members, saidSinceVersion9: { at: 1 } };
    };
    const body = Buffer.from(JSON.stringify(more(JSON.parse(answer.body.toString()))));
    return { ...answer, body, headers: { ...answer.headers, "content-length": String(body.length) } };
  } catch {
    return answer;
  }
}

/** Opens a line to the server that listens on `port` of this machine. */
export async function badLine(port: number, chance: Dice): Promise<BadLine> {
  let fault: LineFault | null = null;
  const struck = new Map<LineFault, number>();
  const open = new Set<Socket>();
  const strike = (name: LineFault) => struck.set(name, (struck.get(name) ?? 0) + 1);

  const send = (asked: IncomingMessage, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { ...asked.headers, "accept-encoding": "identity" };
      const far: ClientRequest = request(
        { port, host: "127.0.0.1", method: asked.method, path: asked.url, headers },
        (response) => {
          bodyOf(response).then(
            (read) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: read }),
            reject,
          );
        },
      );
      far.once("error", reject);
      far.end(body);
    });

  /** Sends half of the body and breaks off on both sides. */
  const breakOff = (asked: IncomingMessage, body: Buffer) =>
    new Promise<void>((resolve) => {
      const far = request({ port, host: "127.0.0.1", method: asked.method, path: asked.url, headers: asked.headers });
      far.on("error", () => undefined);
      far.once("close", () => resolve());
      far.write(body.subarray(0, body.length >> 1), () => setTimeout(() => far.destroy(), 20));
    });

  async function answer(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const isAll = fault === "cut" || (fault === "busy" && (asked.url ?? "").startsWith("/api/"));
    const now = isAll || isOfLedger(asked) ? fault : null;
    if (now === "cut") {
      strike("cut");
      asked.socket.destroy();
      return;
    }
    const body = await bodyOf(asked);
    if (now === "busy" && chance.share() < 0.7) {
      strike("busy");
      reply.writeHead(503, { "retry-after": "1" }).end();
      return;
    }
    if (now === "half" && isWrite(asked) && body.length > 0 && chance.share() < 0.5) {
      strike("half");
      await breakOff(asked, body);
      asked.socket.destroy();
      return;
    }
    if (now === "late" && isWrite(asked)) {
      strike("late");
      await new Promise((resolve) => setTimeout(resolve, chance.below(LATE_MS)));
    }
    if (now === "twice" && isWrite(asked)) {
      strike("twice");
      // The copy comes at the same time, as two deliveries of one packet do.
      void send(asked, body).catch(() => undefined);
    }
    const came = await send(asked, body);
    if (now === "deaf" && isWrite(asked) && chance.share() < 0.6) {
      strike("deaf");
      asked.socket.destroy();
      return;
    }
    if (now === "newer") strike("newer");
    const said = now === "newer" ? ofLaterVersion(came) : came;
    const { "transfer-encoding": _, connection: __, ...headers } = said.headers;
    reply.writeHead(said.status, headers).end(said.body);
  }

  const server: Server = createServer((asked, reply) => {
    answer(asked, reply).catch(() => asked.socket.destroy());
  });
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  // The live stream passes as it is, or not at all.
  server.on("upgrade", (asked: IncomingMessage, near: Socket, head: Buffer) => {
    near.on("error", () => undefined);
    if (fault === "cut") {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1", () => {
      const lines = Object.entries(asked.headers).map(([key, value]) => `${key}: ${String(value)}`);
      far.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      far.write(head);
      near.pipe(far).pipe(near);
    });
    far.on("error", () => near.destroy());
    near.once("close", () => far.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://localhost:${address.port}`,
    struck,
    set(next) {
      fault = next;
      if (next === "cut") drop();
    },
    close: () =>
      new Promise((done) => {
        drop();
        server.close(() => done());
      }),
  };
}
