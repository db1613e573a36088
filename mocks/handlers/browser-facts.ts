import divisionsCsv from "#contract/facts/hebei-divisions.csv?raw";
import outlines from "#contract/facts/indicative-outlines.json";
import unitsCsv from "#contract/facts/supervision-units.csv?raw";
import { parseDivisions, parseUnits } from "#mocks/world/divisions.ts";
import { countyRings } from "#mocks/world/land.ts";
import type { MockFacts } from "./house.ts";

/** The project's facts as the bundler hands them to a browser. */
export function browserFacts(): MockFacts {
  const divisions = parseDivisions(divisionsCsv);
  return { divisions, units: parseUnits(unitsCsv, divisions), outlines: countyRings(outlines) };
}
