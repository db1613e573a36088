import { byId, type EntitySet, GEOJSON, inner, json, PLACE, place, property, sql } from "./entity-set.ts";

export const things: EntitySet = {
  ...byId,
  name: "Things",
  collection: {
    from: "station f",
    properties: [
      property("id", "f.id"),
      property("name", "f.name"),
      property("properties/kind", "f.kind"),
      property("properties/gasKind", "f.gas_kind"),
      property("properties/pressureLevel", "f.pressure_level"),
      property("properties/status", "f.status"),
      property("properties/areaCode", "f.area_code"),
      property("properties/enterpriseId", "f.enterprise_id"),
    ],
    geometry: "Point",
    instant: null,
  },
  body: (row) => ({ name: json(row, "name"), description: json(row, "properties/kind"), properties: inner(row) }),
  navigation: {
    Locations: { set: "Locations", isMany: true, key: "id", on: sql("f.id") },
    HistoricalLocations: { set: "HistoricalLocations", isMany: true, key: "id", on: sql("f.id") },
    Datastreams: { set: "Datastreams", isMany: true, key: "id", on: sql("f.station_id") },
  },
};

const STATION_AS_PLACE = {
  from: "station f",
  properties: [property("id", "f.id"), property("name", "f.name"), PLACE],
  geometry: "Point",
  instant: null,
} as const;

export const locations: EntitySet = {
  ...byId,
  name: "Locations",
  collection: STATION_AS_PLACE,
  body: (row) => ({
    name: json(row, "name"),
    description: "place of a station",
    encodingType: GEOJSON,
    location: place(row),
  }),
  navigation: {
    Things: { set: "Things", isMany: true, key: "id", on: sql("f.id") },
    HistoricalLocations: { set: "HistoricalLocations", isMany: true, key: "id", on: sql("f.id") },
  },
};

/** Stations do not move: the set is there and empty. */
export const historicalLocations: EntitySet = {
  ...byId,
  name: "HistoricalLocations",
  collection: {
    from: "(select s.id, null::timestamptz as t from station s where false) f",
    properties: [property("id", "f.id"), property("time", "f.t", "instant")],
    geometry: null,
    instant: "time",
  },
  body: (row) => ({ time: json(row, "time") }),
  navigation: {
    Thing: { set: "Things", isMany: false, key: "id", on: sql("f.id") },
    Locations: { set: "Locations", isMany: true, key: "id", on: sql("f.id") },
  },
};

/** What is observed is the gas at a station. */
export const featuresOfInterest: EntitySet = {
  ...byId,
  name: "FeaturesOfInterest",
  collection: STATION_AS_PLACE,
  body: (row) => ({
    name: json(row, "name"),
    description: "the gas at a station",
    encodingType: GEOJSON,
    feature: place(row),
  }),
  navigation: {
    Observations: {
      ...{ set: "Observations", isMany: true, key: "id" },
      on: (key) => `f.tag_id in (select t.id from tag t where t.station_id = ${key})`,
    },
  },
};
