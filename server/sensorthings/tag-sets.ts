import type { TagKind } from "#contract/gas.ts";
import { byId, type EntitySet, inner, json, PLACE, place, property, sql } from "./entity-set.ts";
import { LIMITS, limitName, OBSERVED } from "./words.ts";

export const datastreams: EntitySet = {
  ...byId,
  name: "Datastreams",
  collection: {
    from: `(select t.*, s.geom from tag t left join station s on s.id = t.station_id) f
             left join latest l on l.tag_id = f.id`,
    properties: [
      property("id", "f.id"),
      property("name", "f.name"),
      property("Thing/id", "f.station_id"),
      property("ObservedProperty/id", "f.kind"),
      property("unitOfMeasurement/symbol", "f.unit"),
      property("properties/areaCode", "f.area_code"),
      property("properties/enterpriseId", "f.enterprise_id"),
      property("properties/samplingS", "f.sampling_s", "integer"),
      property("properties/latestTime", "l.t", "instant"),
      property("properties/latestResult", "l.v", "number"),
      property("properties/latestQuality", "l.q", "integer"),
      ...LIMITS.map((name) => property(`properties/${limitName(name)}`, `f.${name}`, "number")),
      PLACE,
    ],
    geometry: "Point",
    instant: null,
  },
  body: (row) => ({
    name: json(row, "name"),
    description: `${String(row["ObservedProperty/id"])} at ${String(row["Thing/id"])}`,
    observationType: "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
    unitOfMeasurement: {
      name: json(row, "unitOfMeasurement/symbol"),
      symbol: json(row, "unitOfMeasurement/symbol"),
      definition: null,
    },
    observedArea: place(row),
    properties: inner(row),
  }),
  navigation: {
    Thing: { set: "Things", isMany: false, key: "Thing/id", on: sql("f.id") },
    Sensor: { set: "Sensors", isMany: false, key: "id", on: sql("f.id") },
    ObservedProperty: { set: "ObservedProperties", isMany: false, key: "ObservedProperty/id", on: sql("f.id") },
    Observations: { set: "Observations", isMany: true, key: "id", on: sql("f.tag_id") },
  },
};

/** The instrument behind a tag: we know of it what the tag says. */
export const sensors: EntitySet = {
  ...byId,
  name: "Sensors",
  collection: {
    from: "tag f",
    properties: [
      property("id", "f.id"),
      property("name", "f.name"),
      property("metadata/samplingS", "f.sampling_s", "integer"),
      property("metadata/staleAfterS", "f.stale_after_s", "integer"),
    ],
    geometry: null,
    instant: null,
  },
  body: (row) => ({
    name: json(row, "name"),
    description: "instrument of a tag",
    encodingType: "application/json",
    metadata: { samplingS: json(row, "metadata/samplingS"), staleAfterS: json(row, "metadata/staleAfterS") },
  }),
  navigation: { Datastreams: { set: "Datastreams", isMany: true, key: "id", on: sql("f.id") } },
};

export const observedProperties: EntitySet = {
  ...byId,
  name: "ObservedProperties",
  collection: {
    from: "(select kind as id from tag group by kind) f",
    properties: [property("id", "f.id"), property("name", "f.id")],
    geometry: null,
    instant: null,
  },
  body: (row) => ({
    name: json(row, "name"),
    definition: `urn:gas-one-map:tag-kind:${String(row.id)}`,
    description: OBSERVED[row.id as TagKind] ?? json(row, "id"),
  }),
  navigation: { Datastreams: { set: "Datastreams", isMany: true, key: "id", on: sql("f.kind") } },
};

const MICRO = 1_000_000;

/** One reading, the newest first, so that `$top=1` is the latest. Its id is its tag and its moment, in µs since 1970. */
export const observations: EntitySet = {
  name: "Observations",
  collection: {
    from: "reading f",
    properties: [
      property("id", `f.tag_id || '@' || (extract(epoch from f.t) * ${MICRO})::bigint`),
      property("Datastream/id", "f.tag_id"),
      property("phenomenonTime", "f.t", "instant"),
      property("resultTime", "f.t", "instant"),
      property("result", "f.v", "number"),
      property("resultQuality", "f.q", "integer"),
    ],
    geometry: null,
    instant: "phenomenonTime",
  },
  body: (row) => ({
    phenomenonTime: json(row, "phenomenonTime"),
    resultTime: json(row, "resultTime"),
    result: json(row, "result"),
    resultQuality: json(row, "resultQuality"),
  }),
  navigation: {
    Datastream: { set: "Datastreams", isMany: false, key: "Datastream/id", on: sql("f.id") },
    FeatureOfInterest: {
      ...{ set: "FeaturesOfInterest", isMany: false, key: "Datastream/id" },
      on: (key) => `f.id = (select t.station_id from tag t where t.id = ${key})`,
    },
  },
  of: (key) => {
    const [, tag = "", at = ""] = /^(.*)@(-?\d{1,17})$/s.exec(key) ?? [];
    return (params) =>
      at === ""
        ? "false"
        : `f.tag_id = ${params.add(tag)}::text and f.t = 'epoch'::timestamptz + ${params.add(at)}::bigint * interval '1 microsecond'`;
  },
  isOfOne: true,
  order: "phenomenonTime desc",
  tie: "f.t desc",
};
