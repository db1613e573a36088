import { API_KEY_HEADER, postReadings, READING_OUTCOMES, type ReadingOutcome } from "#contract/readings.ts";
import { looksLikeToken } from "#server/auth/token.ts";
import type { Deps, Routes } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";
import { type ApiKey, findApiKey } from "#server/ingest/api-keys.ts";
import { KEPT } from "#server/ingest/counters.ts";
import type { Candidate } from "#server/ingest/ingest.ts";
import { parseReading } from "#server/ingest/parse.ts";
import { serveOpen } from "./serve.ts";

/** How many readings not kept an answer names one by one. */
const NAMED = 20;
/** A tag nobody can have: what a reading without a tag is judged as. */
const NO_TAG = "";

/** One value per line; a line that is no JSON becomes undefined, which is judged malformed like any other. */
function parseLines(text: string): unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return undefined;
    }
  });
}

async function ownerOf({ db }: Deps, key: unknown): Promise<ApiKey> {
  const owner = typeof key === "string" && looksLikeToken(key) ? await db.asSystem((tx) => findApiKey(tx, key)) : null;
  if (owner === null) throw new ProblemError("not_signed_in", `The ${API_KEY_HEADER} header holds no key in force.`);
  return owner;
}

function candidateOf(came: unknown, { enterpriseId }: ApiKey): Candidate {
  const claim = { areaCode: null, enterpriseId };
  const tag = typeof came === "object" && came !== null && "tag" in came ? came.tag : undefined;
  if (typeof tag !== "string" || tag === "") return { tagId: NO_TAG, claim, parsed: "malformed" };
  return { tagId: tag, claim, parsed: parseReading(came) };
}

/** Whether somebody else has a tag of that name is nothing a key may find out. */
const told = (outcome: ReadingOutcome): ReadingOutcome => (outcome === "wrong_topic" ? "unknown_tag" : outcome);

/** `POST /api/readings`. */
export const readingsInRoutes: Routes = (app, deps) => {
  for (const metric of deps.ingest.counters.metrics) app.metrics.registerMetric(metric);
  app.addContentTypeParser("application/x-ndjson", { parseAs: "string" }, (_request, text, done) => {
    done(null, parseLines(text as string));
  });
  serveOpen(app, postReadings, async ({ body, request }) => {
    const owner = await ownerOf(deps, request.headers[API_KEY_HEADER]);
    const candidates = body.map((came) => candidateOf(came, owner));
    const outcomes = await deps.ingest.take("http", candidates).catch((cause: unknown) => {
      throw new ProblemError("not_ready", "The readings could not be stored; send them again.", { cause });
    });
    const counts = Object.fromEntries(READING_OUTCOMES.map((o) => [o, 0])) as Record<ReadingOutcome, number>;
    const rejected: { index: number; outcome: ReadingOutcome }[] = [];
    outcomes.map(told).forEach((outcome, index) => {
      counts[outcome] += 1;
      if (!KEPT.has(outcome) && rejected.length < NAMED) rejected.push({ index, outcome });
    });
    return { counts, rejected };
  });
};
