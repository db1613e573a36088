import type { Position } from "./coverage.ts";

export interface Division {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county";
  readonly parent: string;
  readonly lngLat: Position;
  readonly areaKm2: number;
}

/** A supervision unit that groups counties of its own (雄安新区, 定州, 辛集); others are whole cities. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly counties: readonly string[];
}

const rows = (csv: string): string[][] =>
  csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));

/** contract/facts/hebei-divisions.csv */
export const readDivisions = (csv: string): Division[] =>
  rows(csv).map(([code = "", name = "", level = "", parent = "", lng, lat, area]) => {
    if (level !== "province" && level !== "city" && level !== "county") throw new Error(`${code}: no level "${level}"`);
    return { code, name, level, parent, lngLat: [Number(lng), Number(lat)], areaKm2: Number(area) };
  });

/** contract/facts/supervision-units.csv */
export const readUnits = (csv: string): Unit[] =>
  rows(csv).map(([code = "", name = "", , counties = ""]) => ({
    code,
    name,
    counties: counties.split(";").filter(Boolean),
  }));
