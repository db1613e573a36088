import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { UnsentReply } from "#contract/field/unsent.ts";
import { UNSENT_PATH, UNSENT_TYPE } from "#contract/field/uploads.ts";
import { BUSINESS_ROLES } from "#contract/scope.ts";
import { admit, requireSession } from "#server/auth/guard.ts";
import type { App, Deps } from "#server/deps.ts";
import { takeUnsent } from "#server/field/ledger/unsent.ts";
import type { FieldSide } from "#server/field/side.ts";
import { ProblemError } from "#server/http/problem.ts";

/** A phone's day with photos may be a gigabyte: it is read as it comes. */
const MOST_BYTES = 2 * 1024 * 1024 * 1024;

/** `POST UNSENT_PATH`: a file of unsent records, by hand instead of by the phone. */
export async function unsentRoute(app: App, { db }: Deps, { ledger, uploads }: FieldSide): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(UNSENT_TYPE, (_request, payload, done) => done(null, payload));
    const schema = {
      tags: ["field"],
      security: [{ session: [] }],
      summary: "Takes a file of unsent records (contract/field/uploads.ts)",
      response: { 200: UnsentReply },
    };
    const onRequest = async (request: FastifyRequest) => {
      await admit(request, BUSINESS_ROLES);
    };
    scope.post(UNSENT_PATH, { schema, onRequest, bodyLimit: MOST_BYTES }, async (request) => {
      const session = await requireSession(request);
      if (request.headers["content-type"]?.split(";")[0]?.trim() !== UNSENT_TYPE || !request.body)
        throw new ProblemError("unsupported_media_type", `The body is ${UNSENT_TYPE}.`);
      return await takeUnsent({ db, ledger, uploads }, session, request.body as Readable);
    });
  });
}
