import type { ProgramDoor } from "#server/auth/programs.ts";
import type { Db } from "#server/db/db.ts";
import type { Routes } from "#server/deps.ts";
import { orBadQuery } from "#server/features/bad-query.ts";
import { findCollection } from "#server/features/collections.ts";
import type { Crs } from "#server/features/crs.ts";
import { jsonValue } from "#server/features/json-value.ts";
import type { Collection } from "#server/features/property.ts";
import { idCondition, type Page, type Row, readPage } from "#server/features/read-page.ts";
import { notFound } from "#server/http/problem.ts";
import { toCursor } from "#server/routes/cursor.ts";
import { type OgcCall, ownLinks, send, serveOgc } from "./answer.ts";
import { ITEMS_PARAMS, namedProperties, readCrs, readItemsAsked } from "./asked.ts";
import { needCollection } from "./collections.ts";
import { featureText } from "./feature-text.ts";
import { table } from "./html.ts";
import { GEOJSON_TYPE, HTML_TYPE, hrefOf, JSON_TYPE, type Link } from "./links.ts";

const itemsParams = ({ collectionId = "" }: Readonly<Record<string, string>>): readonly string[] => {
  const collection = findCollection(collectionId);
  return collection ? [...ITEMS_PARAMS, ...namedProperties(collection).map(({ name }) => name)] : ITEMS_PARAMS;
};

/** `<uri>`: the system of the coordinates that follow (Features Part 2, 6.5). */
const tellCrs = ({ reply }: OgcCall, { uri }: Crs): void => void reply.header("content-crs", `<${uri}>`);

const rowsTable = ({ properties }: Collection, rows: readonly Row[]): string =>
  table(
    properties.map(({ zh, en }) => `${zh} ${en}`),
    rows.map(({ values }) => properties.map(({ name }) => jsonValue(values[name]))),
  );

function pageLinks(call: OgcCall, { id }: Collection, { next }: Page): Link[] {
  const type = call.form === "json" ? GEOJSON_TYPE : HTML_TYPE;
  const more =
    next === null
      ? []
      : [
          {
            rel: "next",
            href: hrefOf(call.here, call.asked, { cursor: toCursor(next) }),
            type,
            title: "The next page",
          },
        ];
  const up = {
    rel: "collection",
    href: `${call.root}/collections/${id}?f=${call.form}`,
    type: call.form === "json" ? JSON_TYPE : HTML_TYPE,
    title: `About ${id}`,
  };
  return [...ownLinks(call, GEOJSON_TYPE), ...more, up];
}

function sendPage(call: OgcCall, collection: Collection, page: Page) {
  const { rows, matched } = page;
  const links = pageLinks(call, collection, page);
  const head = {
    links,
    timeStamp: new Date().toISOString(),
    ...(matched === null ? {} : { numberMatched: matched }),
    numberReturned: rows.length,
  };
  const features = call.form === "json" ? rows.map((row) => featureText(row)).join(",\n") : "";
  const json = `{"type":"FeatureCollection",${JSON.stringify(head).slice(1, -1)},"features":[${features}]}`;
  return send(call, {
    json,
    jsonType: GEOJSON_TYPE,
    title: `${collection.zh} ${collection.en}`,
    body: rowsTable(collection, rows),
    links,
  });
}

async function findRow(db: Db, { session }: OgcCall, collection: Collection, crs: Crs, id: string): Promise<Row> {
  const wish = { conditions: [idCondition(id)], sort: [], after: null, limit: 1, crs };
  const { rows } = await orBadQuery(() => db.as(session.scope, (tx) => readPage(tx, collection, wish)));
  if (!rows[0]) throw notFound("feature");
  return rows[0];
}

function sendFeature(call: OgcCall, collection: Collection, row: Row) {
  const { id, zh } = collection;
  const up: Link = {
    rel: "collection",
    href: `${call.root}/collections/${id}?f=${call.form}`,
    type: call.form === "json" ? JSON_TYPE : HTML_TYPE,
    title: `About ${id}`,
  };
  const links = [...ownLinks(call, GEOJSON_TYPE), up];
  const rows = collection.properties.map((property) => [
    `${property.zh} ${property.en}`,
    jsonValue(row.values[property.name]),
  ]);
  const body = table(["Property", "Value"], [...rows, ["geometry", row.geometry]]);
  return send(call, {
    json: featureText(row, { links }),
    jsonType: GEOJSON_TYPE,
    title: `${zh} ${row.id}`,
    body,
    links,
  });
}

/** Features in sight: pages of them, and one by its id. */
export const itemRoutes =
  (door: ProgramDoor): Routes =>
  (app, { db }) => {
    serveOgc(app, door, "/ogc/collections/:collectionId/items", itemsParams, async (call) => {
      const collection = needCollection(call.params.collectionId);
      const { wish, crs } = readItemsAsked(collection, call.asked);
      const page = await orBadQuery(() => db.as(call.session.scope, (tx) => readPage(tx, collection, wish)));
      tellCrs(call, crs);
      return sendPage(call, collection, page);
    });

    serveOgc(
      app,
      door,
      "/ogc/collections/:collectionId/items/:featureId",
      () => ["f", "crs"],
      async (call) => {
        const collection = needCollection(call.params.collectionId);
        const crs = readCrs(call.asked, "crs");
        const row = await findRow(db, call, collection, crs, call.params.featureId ?? "");
        tellCrs(call, crs);
        return sendFeature(call, collection, row);
      },
    );
  };
