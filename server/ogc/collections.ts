import type { ProgramDoor } from "#server/auth/programs.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Db } from "#server/db/db.ts";
import type { Routes } from "#server/deps.ts";
import { COLLECTIONS, findCollection } from "#server/features/collections.ts";
import { CRS_LIST } from "#server/features/crs.ts";
import { readExtent } from "#server/features/extent.ts";
import type { Collection } from "#server/features/property.ts";
import { ProblemError } from "#server/http/problem.ts";
import { type OgcCall, ownLinks, send, serveOgc } from "./answer.ts";
import { collectionObject, type Extent, queryables } from "./describe.ts";
import { escapeHtml, table } from "./html.ts";
import { JSON_TYPE, SCHEMA_TYPE } from "./links.ts";

/** The collection that an address names, or a thrown 404. */
export function needCollection(id: string | undefined): Collection {
  const found = findCollection(id ?? "");
  if (found) return found;
  throw new ProblemError("not_found", `There is no such collection; there are ${Object.keys(COLLECTIONS).join(", ")}.`);
}

const KEPT_MS = 60_000;
const REMEMBERED = 500;

/** Extents by scope, for a minute: a province's pipes are not measured anew for each client that looks at the list. */
function extentsOf(db: Db): (session: Session, collection: Collection) => Promise<Extent> {
  const known = new Map<string, { readonly at: number; readonly extent: Extent }>();
  return async ({ scope }, collection) => {
    const key = JSON.stringify([scope.level, scope.areaCode, scope.enterpriseId, collection.id]);
    const found = known.get(key);
    if (found && Date.now() - found.at < KEPT_MS) return found.extent;
    const extent = await db.as(scope, (tx) => readExtent(tx, collection));
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, { at: Date.now(), extent });
    return extent;
  };
}

const propertyTable = ({ properties }: Collection): string =>
  table(
    ["Property", "Type", "Meaning", "Values"],
    properties.map(({ name, type, zh, en, choices }) => [name, type, `${zh} ${en}`, choices?.join(", ")]),
  );

function describeQueryables(call: OgcCall) {
  const collection = needCollection(call.params.collectionId);
  const links = ownLinks(call, SCHEMA_TYPE);
  const json = queryables(call.here, collection);
  return send(call, { json, jsonType: SCHEMA_TYPE, title: json.title, body: propertyTable(collection), links });
}

/** What the collections are, and what each can be filtered by. */
export const collectionRoutes =
  (door: ProgramDoor): Routes =>
  (app, { db }) => {
    const extent = extentsOf(db);
    const formOnly = () => ["f"];

    serveOgc(app, door, "/ogc/collections", formOnly, async (call) => {
      const links = ownLinks(call, JSON_TYPE);
      const collections = [];
      // One after the other: the embedded database has one connection, and a list is no reason to take ten of a server's.
      for (const one of Object.values(COLLECTIONS)) {
        const own = [
          { rel: "self", href: `${call.root}/collections/${one.id}?f=json`, type: JSON_TYPE, title: `About ${one.id}` },
        ];
        collections.push(collectionObject(call.root, one, await extent(call.session, one), own));
      }
      const json = { links, collections, crs: CRS_LIST.map(({ uri }) => uri) };
      const rows = collections.map(({ id, title, description }) => [id, title, description]);
      const body = table(["Id", "Title", "Description"], rows);
      const pages = collections.flatMap((one) => one.links.filter(({ rel }) => rel === "self" || rel === "items"));
      return send(call, { json, jsonType: JSON_TYPE, title: "Collections", body, links: [...links, ...pages] });
    });

    serveOgc(app, door, "/ogc/collections/:collectionId", formOnly, async (call) => {
      const collection = needCollection(call.params.collectionId);
      const json = collectionObject(
        call.root,
        collection,
        await extent(call.session, collection),
        ownLinks(call, JSON_TYPE),
      );
      const body = `<p>${escapeHtml(json.description)}</p>${propertyTable(collection)}`;
      return send(call, { json, jsonType: JSON_TYPE, title: json.title, body, links: json.links });
    });

    serveOgc(app, door, "/ogc/collections/:collectionId/queryables", formOnly, describeQueryables);
  };
