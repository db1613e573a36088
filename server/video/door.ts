import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { refuseForeignOrigin, requireSession } from "#server/auth/guard.ts";
import type { Session } from "#server/auth/sessions.ts";
import { notFound, ProblemError } from "#server/http/problem.ts";
import type { TokenFault } from "./play-token.ts";
import { RelaysFull } from "./relays.ts";
import type { StreamPlace, Video } from "./video.ts";

/** What every address of a stream carries. */
export const Key = z.object({ k: z.string().max(1024) });
export type Key = z.infer<typeof Key>;

/** Somebody who may watch one camera. */
export interface Viewing {
  readonly session: Session;
  readonly place: StreamPlace;
}
export type Admit = (request: FastifyRequest, key: Key) => Promise<Viewing>;

const FAULTS: Readonly<Record<TokenFault, string>> = {
  broken: "The play address is none of ours.",
  foreign: "The play address belongs to another session.",
  expired: "The play address has run out; ask for another.",
};

/** Lets in who holds a play address of their own: page of ours, session, token, and a camera that has a media server. */
export const openDoor =
  ({ tokens, place }: Pick<Video, "tokens" | "place">): Admit =>
  async (request, { k }) => {
    refuseForeignOrigin(request);
    const session = await requireSession(request);
    const opened = tokens.open(k, session);
    if ("fault" in opened) throw new ProblemError("forbidden", FAULTS[opened.fault]);
    const found = place(opened.cameraId);
    if (found === null) throw notFound("stream of this camera");
    return { session, place: found };
  };

/** What a media server did not give, as an answer: the cause's words are for the log. */
export function badGateway(cause: unknown): ProblemError {
  if (cause instanceof ProblemError) return cause;
  if (cause instanceof RelaysFull)
    return new ProblemError("too_many_requests", "Too many streams are being watched at once.", { cause });
  return new ProblemError("not_ready", "The media server gives no stream of this camera.", { status: 502, cause });
}

/** Passes on what a media server gives, or says as an answer that it gave nothing. */
export const orBadGateway = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (cause) {
    throw badGateway(cause);
  }
};

const ANSWER_WITHIN_MS = 8000;

/** Ends with the request, and after {@link ANSWER_WITHIN_MS} in any case. */
export function within(request: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  request.raw.once("close", () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
}

export const schemaOf = <Q extends z.ZodType>(summary: string, querystring: Q) => ({
  schema: { summary, tags: ["media"], querystring, security: [{ session: [] }] },
});
