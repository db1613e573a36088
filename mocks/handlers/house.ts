import type { Area, Enterprise } from "#contract/area.ts";
import type { Bbox } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import { type Signal, signalOf, signalTagOf } from "#mocks/devices/values.ts";
import type { Division, SupervisionUnit } from "#mocks/world/divisions.ts";
import type { CountyRings } from "#mocks/world/land.ts";
import type { EnterpriseRow, Part, PipeRow, StationRow, TagRow } from "#mocks/world/rows.ts";
import { buildWorld } from "#mocks/world/world.ts";

/** The instant the mocks' histories end at: the same as that of the mock tiles, so that both hold the same things. */
export const MOCK_AS_OF = Date.UTC(2026, 10, 22);
export const MOCK_SEED = 1;
export const MOCK_SNAPSHOT = "mock";

/** Rows of one kind, each with its dense number: the byte order of ids, as on the server and in the mock tiles. */
export class Numbered<T extends { readonly id: string }> {
  readonly rows: readonly T[];
  readonly #seq: ReadonlyMap<string, number>;
  constructor(rows: readonly T[]) {
    this.rows = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#seq = new Map(this.rows.map((row, seq) => [row.id, seq]));
  }
  seq(id: string): number {
    return this.#seq.get(id) ?? -1;
  }
  get(id: string): T | undefined {
    return this.rows[this.seq(id)];
  }
}

/** The smallest made-up province, ready to be asked. */
export interface MockHouse {
  readonly areas: readonly Area[];
  readonly enterprises: readonly EnterpriseRow[];
  readonly stations: Numbered<StationRow>;
  readonly pipes: Numbered<PipeRow>;
  readonly tags: Numbered<TagRow>;
  readonly signals: readonly Signal[];
  readonly parts: readonly Part[];
}

export interface MockFacts {
  readonly divisions: readonly Division[];
  readonly units: readonly SupervisionUnit[];
  readonly outlines: CountyRings;
}

export function buildMockHouse(facts: MockFacts): MockHouse {
  const { divisions, outlines } = facts;
  const world = buildWorld({ tier: "tiny", seed: MOCK_SEED, asOf: MOCK_AS_OF, divisions, outlines });
  const tags = new Numbered(world.parts.flatMap((part) => part.tags));
  return {
    areas: areasOf(facts),
    enterprises: world.enterprises,
    stations: new Numbered(world.parts.flatMap((part) => part.stations)),
    pipes: new Numbered(world.parts.flatMap((part) => part.pipes)),
    tags,
    signals: tags.rows.map((row) => signalOf(signalTagOf(row), MOCK_SEED)),
    parts: world.parts,
  };
}

const EVERYWHERE: Bbox = [180, 90, -180, -90];
const join = (a: Bbox, b: Bbox): Bbox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

/** The supervision tree: province, units, counties; a unit that is one county stands once, as county. */
function areasOf({ divisions, units, outlines }: MockFacts): Area[] {
  const unitOf = new Map(units.flatMap((unit) => unit.counties.map((county) => [county, unit] as const)));
  const boxOf = (counties: readonly string[]): Bbox =>
    counties
      .flatMap((county) => outlines[county] ?? [])
      .flat()
      .reduce<Bbox>((box, [lng, lat]) => join(box, [lng, lat, lng, lat]), EVERYWHERE);
  const top = divisions.find((d) => d.level === "province");
  const counties = divisions.filter((d) => d.level === "county");
  if (!top) throw new Error("the facts name no province");

  const common = { indicative: true };
  const province: Area = {
    ...common,
    code: top.code,
    name: top.name,
    level: "province",
    parent: null,
    divisionParent: null,
    lngLat: [top.lng, top.lat],
    bbox: boxOf(counties.map((county) => county.code)),
    areaKm2: top.areaKm2,
  };
  const cities = units
    .filter((unit) => !unit.counties.includes(unit.code))
    .map((unit): Area => {
      const own = divisions.find((d) => d.code === unit.code);
      const mine = counties.filter((county) => unit.counties.includes(county.code));
      const bbox = boxOf(unit.counties);
      return {
        ...common,
        code: unit.code,
        name: unit.name,
        level: "city",
        parent: top.code,
        divisionParent: own?.parent ?? null,
        lngLat: own ? [own.lng, own.lat] : [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2],
        bbox,
        areaKm2: mine.reduce((sum, county) => sum + county.areaKm2, 0),
      };
    });
  const leaves = counties.map((county): Area => {
    const unit = unitOf.get(county.code);
    return {
      ...common,
      code: county.code,
      name: county.name,
      level: "county",
      parent: unit && unit.code !== county.code ? unit.code : top.code,
      divisionParent: county.parent,
      lngLat: [county.lng, county.lat],
      bbox: boxOf([county.code]),
      areaKm2: county.areaKm2,
    };
  });
  return [province, ...cities, ...leaves];
}

/** Codes of an area and everything below it. */
export function codesBelow(areas: readonly Area[], code: string): ReadonlySet<string> {
  const codes = new Set([code]);
  for (let before = 0; before !== codes.size; ) {
    before = codes.size;
    for (const area of areas) if (area.parent !== null && codes.has(area.parent)) codes.add(area.code);
  }
  return codes;
}

/** Whether a row that belongs to somebody lies within a scope. */
export function sightOf(areas: readonly Area[], scope: Scope) {
  const codes = codesBelow(areas, scope.areaCode);
  return (row: { readonly area_code: string; readonly enterprise_id?: string; readonly id?: string }): boolean => {
    if (scope.enterpriseId !== null) return (row.enterprise_id ?? row.id) === scope.enterpriseId;
    return codes.has(row.area_code);
  };
}

/** An enterprise as the contract says it. */
export function enterpriseOf(row: EnterpriseRow): Enterprise {
  const further = row.work_areas?.split(";").filter(Boolean) ?? [];
  return {
    id: row.id,
    name: row.name,
    areaCode: row.area_code,
    areas: [...new Set([row.area_code, ...further])].filter((code) => /^\d{6}$/.test(code)),
    creditCode: row.credit_code,
    licences: [{ kind: row.licence_kind, number: row.licence_number, expires: row.licence_expires.slice(0, 10) }],
    safetyStaff: row.safety_staff,
    bbox: null,
  };
}
