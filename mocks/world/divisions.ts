/** GB/T 2260 and the supervision tree, as read from contract/facts. The generator gets them as data: it runs in a browser too. */
export interface Division {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county";
  readonly parent: string | null;
  readonly lng: number;
  readonly lat: number;
  readonly areaKm2: number;
}

const lines = (csv: string): string[][] =>
  csv
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));

/** Reads `hebei-divisions.csv`: code,name,level,parent,lon,lat,area_km2. */
export const parseDivisions = (csv: string): Division[] =>
  lines(csv).map(([code = "", name = "", level = "", parent = "", lng, lat, area]) => {
    if (!/^\d{6}$/.test(code) || (level !== "province" && level !== "city" && level !== "county"))
      throw new Error(`not a division: ${code} ${name} ${level}`);
    return { code, name, level, parent: parent || null, lng: Number(lng), lat: Number(lat), areaKm2: Number(area) };
  });

export interface SupervisionUnit {
  readonly code: string;
  readonly name: string;
  readonly counties: readonly string[];
}

/** Reads `supervision-units.csv`. A city's counties are those that no other unit names. */
export function parseUnits(csv: string, divisions: readonly Division[]): SupervisionUnit[] {
  const rows = lines(csv);
  const taken = new Set(rows.flatMap((row) => (row[3] ? row[3].split(";") : [])));
  return rows.map(([code = "", name = "", , counties = ""]) => ({
    code,
    name,
    counties: counties
      ? counties.split(";")
      : divisions.filter((d) => d.level === "county" && d.parent === code && !taken.has(d.code)).map((d) => d.code),
  }));
}
