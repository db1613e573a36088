import { createHash } from "node:crypto";
import {
  API_KEY_HEADER,
  IDEMPOTENCY_HEADER,
  IDEMPOTENCY_KEY_MOST,
  listOutcomes,
  postReadings,
  READING_OUTCOMES,
  type ReadingOutcome,
} from "#contract/readings.ts";
import type { Reply } from "#contract/route.ts";
import { looksLikeToken } from "#server/auth/token.ts";
import { type OutcomeKey, listOutcomes as readOutcomes, sumOutcomes } from "#server/db/outcomes.ts";
import { findAnswer, keepAnswer } from "#server/db/pushes.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { type ApiKey, findApiKey } from "#server/ingest/api-keys.ts";
import { KEPT } from "#server/ingest/counters.ts";
import type { Candidate } from "#server/ingest/ingest.ts";
import { parseReading } from "#server/ingest/parse.ts";
import { readCsv, readLines } from "#server/ingest/read-push.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { serve, serveOpen } from "./serve.ts";

/** How many readings not kept an answer names one by one. */
const NAMED = 20;
/** A tag nobody can have: what a reading without a tag is judged as. */
const NO_TAG = "";
const MOST_SAMPLE = 200;

type Answer = Reply<typeof postReadings>;

async function ownerOf({ db }: Deps, key: unknown): Promise<ApiKey> {
  const owner = typeof key === "string" && looksLikeToken(key) ? await db.asSystem((tx) => findApiKey(tx, key)) : null;
  if (owner === null) throw new ProblemError("not_signed_in", `The ${API_KEY_HEADER} header holds no key in force.`);
  return owner;
}

function candidateOf(came: unknown, { enterpriseId }: ApiKey): Candidate {
  const claim = { areaCode: null, enterpriseId };
  const tag = typeof came === "object" && came !== null && "tag" in came ? came.tag : undefined;
  const isNamed = typeof tag === "string" && tag !== "";
  const parsed = isNamed ? parseReading(came) : "malformed";
  const tagId = isNamed ? tag : NO_TAG;
  if (typeof parsed !== "string") return { tagId, claim, parsed };
  return { tagId, claim, parsed, sample: (JSON.stringify(came) ?? "").slice(0, MOST_SAMPLE) };
}

/** Whether somebody else has a tag of that name is nothing a key may find out. */
const told = (outcome: ReadingOutcome): ReadingOutcome => (outcome === "wrong_owner" ? "unknown_tag" : outcome);

function answerOf(outcomes: readonly ReadingOutcome[]): Answer {
  const counts = Object.fromEntries(READING_OUTCOMES.map((o) => [o, 0])) as Record<ReadingOutcome, number>;
  const rejected: { index: number; outcome: ReadingOutcome }[] = [];
  outcomes.map(told).forEach((outcome, index) => {
    counts[outcome] += 1;
    if (!KEPT.has(outcome) && rejected.length < NAMED) rejected.push({ index, outcome });
  });
  return { counts, rejected };
}

async function store(deps: Deps, body: readonly unknown[], owner: ApiKey): Promise<Answer> {
  const candidates = body.map((came) => candidateOf(came, owner));
  const outcomes = await deps.ingest.take("http", candidates).catch((cause: unknown) => {
    throw new ProblemError("not_ready", "The readings could not be stored; send them again.", { cause });
  });
  return answerOf(outcomes);
}

function idempotencyKey(header: unknown): string | null {
  if (header === undefined) return null;
  if (typeof header === "string" && /^[\x21-\x7e]+$/.test(header) && header.length <= IDEMPOTENCY_KEY_MOST)
    return header;
  throw new ProblemError(
    "bad_request",
    `The ${IDEMPOTENCY_HEADER} header is 1 to ${IDEMPOTENCY_KEY_MOST} visible ASCII characters.`,
  );
}

/** Reads an outcome's cursor: five texts, of which the first is an instant. */
function placeOf(cursor: string | undefined): OutcomeKey | null {
  const text = fromCursor(cursor);
  if (text === undefined) return null;
  const parts = text.split("\n");
  if (parts.length !== 5 || Number.isNaN(Date.parse(parts[0] ?? "")))
    throw new ProblemError("bad_request", "The cursor is not one of ours.");
  return parts as unknown as OutcomeKey;
}

/** `POST /api/readings`, and the list of what became of readings. */
export const readingsInRoutes: Routes = (app, deps) => {
  const { db } = deps;
  for (const metric of deps.ingest.counters.metrics) app.metrics.registerMetric(metric);
  const readers = { "application/x-ndjson": readLines, "text/csv": readCsv };
  for (const [type, read] of Object.entries(readers)) {
    app.addContentTypeParser(type, { parseAs: "string" }, async (_request: unknown, text: unknown) =>
      read(text as string),
    );
  }

  serveOpen(app, postReadings, async ({ body, request, reply }) => {
    const owner = await ownerOf(deps, request.headers[API_KEY_HEADER]);
    const key = idempotencyKey(request.headers[IDEMPOTENCY_HEADER]);
    if (key === null) return await store(deps, body, owner);
    const { enterpriseId } = owner;
    const bodySha256 = createHash("sha256").update(JSON.stringify(body)).digest("hex");
    const before = await db.asSystem((tx) => findAnswer(tx, enterpriseId, key));
    if (before !== null && before.bodySha256 !== bodySha256) {
      throw new ProblemError("conflict", `This ${IDEMPOTENCY_HEADER} came with another body before.`);
    }
    if (before !== null) {
      void reply.header("idempotency-replayed", "true");
      return before.reply as Answer;
    }
    // A crash between the two: the readings are there, and the request sent again finds them as duplicates.
    const answer = await store(deps, body, owner);
    await db.asSystem((tx) => keepAnswer(tx, { enterpriseId, key, bodySha256, reply: answer }));
    return answer;
  });

  serve(app, listOutcomes, async ({ scope, query: { cursor, limit, ...filter } }) => {
    const after = placeOf(cursor);
    return await db.as(scope, async (tx) => {
      const { rows, next } = await readOutcomes(tx, filter, after, limit);
      return { rows, next: next === null ? null : toCursor(next.join("\n")), totals: await sumOutcomes(tx, filter) };
    });
  });
};
