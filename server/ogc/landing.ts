import type { Collection } from "#server/features/property.ts";
import { COLLECTIONS } from "#server/features/collections.ts";
import type { Routes } from "#server/deps.ts";
import type { ProgramDoor } from "#server/auth/programs.ts";
import { type OgcCall, ownLinks, send, serveOgc } from "./answer.ts";
import { CONFORMS_TO } from "./conformance.ts";
import { escapeHtml, table } from "./html.ts";
import { HTML_TYPE, JSON_TYPE, type Link, OPENAPI_TYPE } from "./links.ts";
import { ogcOpenApi } from "./openapi.ts";

const TITLE = "燃气一张图 gas-one-map";
const DESCRIPTION =
  "Areas, enterprises, stations, pipes, tags and hazards within the caller's sight (OGC API Features and Tiles)";

const landingLinks = (root: string): Link[] => [
  { rel: "service-desc", href: `${root}/api`, type: OPENAPI_TYPE, title: "Definition of this interface" },
  { rel: "service-doc", href: `${root}/api?f=html`, type: HTML_TYPE, title: "Its documentation" },
  { rel: "conformance", href: `${root}/conformance`, type: JSON_TYPE, title: "Which standards are kept" },
  {
    rel: "http://www.opengis.net/def/rel/ogc/1.0/conformance",
    href: `${root}/conformance`,
    type: JSON_TYPE,
    title: "Which standards are kept",
  },
  { rel: "data", href: `${root}/collections`, type: JSON_TYPE, title: "The collections" },
  {
    rel: "http://www.opengis.net/def/rel/ogc/1.0/data",
    href: `${root}/collections`,
    type: JSON_TYPE,
    title: "The collections",
  },
  {
    rel: "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
    href: `${root}/tiles`,
    type: JSON_TYPE,
    title: "Vector tiles",
  },
];

function landing(call: OgcCall) {
  const links = [...ownLinks(call, JSON_TYPE), ...landingLinks(call.root)];
  const json = { title: TITLE, description: DESCRIPTION, links };
  return send(call, { json, jsonType: JSON_TYPE, title: TITLE, body: `<p>${escapeHtml(DESCRIPTION)}</p>`, links });
}

function conformance(call: OgcCall) {
  const links = ownLinks(call, JSON_TYPE);
  const body = table(
    ["Conformance class"],
    CONFORMS_TO.map((uri) => [uri]),
  );
  return send(call, {
    json: { conformsTo: CONFORMS_TO, links },
    jsonType: JSON_TYPE,
    title: "Conformance",
    body,
    links,
  });
}

const parameterRows = ({ properties }: Collection) =>
  properties.map(({ name, zh, en, type, choices }) => [name, type, `${zh} ${en}`, choices?.join(", ")]);

function api(call: OgcCall) {
  const json = ogcOpenApi(call.root);
  const links = ownLinks(call, OPENAPI_TYPE);
  const paths = Object.entries(json.paths as Record<string, { get: { summary: string } }>).map(([path, { get }]) => [
    `GET /ogc${path}`,
    get.summary,
  ]);
  const parts = Object.values(COLLECTIONS).map(
    (one) => `<h2>${escapeHtml(one.id)}</h2>${table(["Property", "Type", "Meaning", "Values"], parameterRows(one))}`,
  );
  return send(call, {
    json,
    jsonType: OPENAPI_TYPE,
    title: json.info.title,
    body: `${table(["Address", "What it answers"], paths)}${parts.join("")}`,
    links,
  });
}

/** The way in: what there is, which standards are kept, and the definition of it all. */
export const landingRoutes =
  (door: ProgramDoor): Routes =>
  (app) => {
    const formOnly = () => ["f"];
    serveOgc(app, door, "/ogc", formOnly, landing);
    serveOgc(app, door, "/ogc/conformance", formOnly, conformance);
    serveOgc(app, door, "/ogc/api", formOnly, api);
  };
