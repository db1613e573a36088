import type { EntitySet, SetName } from "./entity-set.ts";
import { featuresOfInterest, historicalLocations, locations, things } from "./station-sets.ts";
import { datastreams, observations, observedProperties, sensors } from "./tag-sets.ts";

export const SETS: Readonly<Record<SetName, EntitySet>> = {
  Things: things,
  Locations: locations,
  HistoricalLocations: historicalLocations,
  Datastreams: datastreams,
  Sensors: sensors,
  ObservedProperties: observedProperties,
  Observations: observations,
  FeaturesOfInterest: featuresOfInterest,
};

/** Names that `$select` may say of a set. */
export const namesOf = (set: EntitySet): readonly string[] => [
  ...["id", "@iot.id", "@iot.selfLink"],
  ...Object.keys(set.body({})),
  ...Object.keys(set.navigation),
];
