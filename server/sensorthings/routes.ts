import type { FastifyRequest } from "fastify";
import { createProgramDoor } from "#server/auth/programs.ts";
import type { Tx } from "#server/db/db.ts";
import type { Routes } from "#server/deps.ts";
import { orBadQuery } from "#server/features/bad-query.ts";
import { notFound } from "#server/http/problem.ts";
import { orProblem } from "#server/ogc/answer.ts";
import { readAsked } from "#server/ogc/asked.ts";
import { type Place, walk } from "./address.ts";
import { OPTION_NAMES, readOptions } from "./options.ts";
import { nextOf, Reader } from "./read.ts";
import { SET_NAMES } from "./entity-set.ts";

export const THINGS_PATH = "/sensorthings/v1.1";

/** Classes of the standard that are served whole; of its functions in `$filter` only some are (docs/gis-clients.md). */
const CONFORMANCE = [
  "datamodel",
  "resource-path/resource-path-to-entities",
  "request-data/order",
  "request-data/expand",
  "request-data/select",
  "request-data/count",
  "request-data/top",
  "request-data/skip",
  "request-data/orderby",
  "request-data/pagination",
].map((name) => `http://www.opengis.net/spec/iot_sensing/1.1/req/${name}`);

interface Answer {
  readonly body: object | string;
  readonly isText: boolean;
}

const selfOf = (entity: object) => ({ "@iot.selfLink": (entity as { "@iot.selfLink": string })["@iot.selfLink"] });

/** One entity, a value of it, or its address. */
function one(entity: object | undefined, tail: Place["tail"]): Answer {
  if (!entity) throw notFound("entity");
  if (tail === null || tail === "$ref") return { body: tail ? selfOf(entity) : entity, isText: false };
  const value = (entity as Readonly<Record<string, unknown>>)[tail.name] ?? null;
  if (!tail.isBare) return { body: { [tail.name]: value }, isText: false };
  return { body: typeof value === "string" ? value : JSON.stringify(value), isText: true };
}

async function answer(tx: Tx, request: FastifyRequest, root: string): Promise<Answer> {
  const [path = ""] = request.url.split("?", 1);
  const reader = new Reader(tx, root);
  const asked = readAsked(request.query, OPTION_NAMES);
  const { set, within, isOne, tail } = await walk(reader, path.slice(THINGS_PATH.length));
  const options = readOptions(set, asked);
  const page = await reader.list(set, within, isOne ? { ...options, top: 1, skip: 0 } : options);
  if (isOne) return one(page.entities[0], tail);
  const body = {
    ...(page.count === null ? {} : { "@iot.count": page.count }),
    value: tail === "$ref" ? page.entities.map(selfOf) : page.entities,
    ...(page.isMore && options.top > 0
      ? { "@iot.nextLink": nextOf(`${request.protocol}://${request.host}${path}`, options) }
      : {}),
  };
  return { body, isText: false };
}

/** OGC SensorThings 1.1 for reading: stations as Things with Locations, tags as Datastreams, readings as Observations. */
export const sensorThingsRoutes: Routes = (app, deps) => {
  const door = createProgramDoor(app, deps);
  const headers = { "cache-control": "private, no-cache", vary: "Cookie, Authorization" };
  const rootOf = (request: FastifyRequest) => `${request.protocol}://${request.host}${THINGS_PATH}`;

  app.get(THINGS_PATH, { schema: { hide: true } as object }, async (request, reply) =>
    orProblem(async () => {
      await door(request);
      readAsked(request.query, []);
      const value = SET_NAMES.map((name) => ({ name, url: `${rootOf(request)}/${name}` }));
      return reply.headers(headers).send({ value, serverSettings: { conformance: CONFORMANCE } });
    }),
  );

  app.get(`${THINGS_PATH}/*`, { schema: { hide: true } as object }, async (request, reply) =>
    orProblem(async () => {
      const { scope } = await door(request);
      const { body, isText } = await orBadQuery(() => deps.db.as(scope, (tx) => answer(tx, request, rootOf(request))));
      return reply
        .headers(headers)
        .type(isText ? "text/plain; charset=utf-8" : "application/json")
        .send(body);
    }),
  );
};
