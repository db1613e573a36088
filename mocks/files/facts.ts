import { readFileSync } from "node:fs";
import { type Division, parseDivisions, parseUnits, type SupervisionUnit } from "#mocks/world/divisions.ts";
import { type CountyRings, countyRings } from "#mocks/world/land.ts";

const fact = (name: string): string => readFileSync(new URL(`../../contract/facts/${name}`, import.meta.url), "utf8");

export interface Facts {
  readonly divisions: readonly Division[];
  readonly units: readonly SupervisionUnit[];
  readonly outlines: CountyRings;
}

/** The project's facts from disk, for code that runs in Node; a browser gets the same files through its bundler. */
export function readFacts(): Facts {
  const divisions = parseDivisions(fact("hebei-divisions.csv"));
  return {
    divisions,
    units: parseUnits(fact("supervision-units.csv"), divisions),
    outlines: countyRings(JSON.parse(fact("indicative-outlines.json"))),
  };
}
