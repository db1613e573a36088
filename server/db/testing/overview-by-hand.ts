import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  HAZARD_GRADES,
  LICENCE_KINDS,
  MATERIALS,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_STATES,
  WARNING_LEVELS,
} from "#contract/gas.ts";
import type { OverviewQuery } from "#contract/overview.ts";
import type { Scope } from "#contract/scope.ts";
import { ENTERPRISES, type OverviewWorld, tagOwner } from "./overview-world.ts";

/** Counties of the units that the world lies in, as the supervision tree has them; written out, not read. */
const UNIT: Readonly<Record<string, string>> = {
  "130102": "130100",
  "130104": "130100",
  "130602": "130600",
  "130629": "133100",
  "130682": "130682",
  "130181": "130181",
  "130600": "130600",
};

export const isIn = (area: string, place: string): boolean =>
  place === "130000" || area === place || UNIT[area] === place;

type Owned = { readonly area: string; readonly enterprise: string };

/** May this scope see a row of this owner? The rule of row-level security, said once more. */
export const maySee = (scope: Scope, row: Owned): boolean =>
  scope.level === "enterprise" ? row.enterprise === scope.enterpriseId : isIn(row.area, scope.areaCode);

const counts = <T extends string>(words: readonly T[], wordOf: (word: T) => number) =>
  words.map((word) => [word, wordOf(word)] as const).filter(([, n]) => n > 0);

function stateByHand({ v, q, ageS }: OverviewWorld["tags"][number]): (typeof TAG_STATES)[number] {
  if (v === null || ageS > 86_400) return "offline";
  if (q === 2 || ageS > 600) return "stale";
  return v >= 90 || v <= 10 ? "alarm" : v >= 80 || v <= 20 ? "warning" : "normal";
}

function licencesByHand(world: OverviewWorld, present: ReadonlySet<string>, today: string) {
  const licences = world.licences.filter((l) => present.has(l.enterprise));
  const holders = (kind: string) => new Set(licences.filter((l) => l.kind === kind).map((l) => l.enterprise));
  const daysTo = (date: string) => (Date.parse(date) - Date.parse(today)) / 86_400_000;
  return {
    byLicence: counts(LICENCE_KINDS, (kind) => holders(kind).size),
    expiring: licences
      .filter((l) => daysTo(l.expires) <= 90)
      .map((l) => `${l.enterprise} ${l.kind} ${l.expires} ${daysTo(l.expires)}`)
      .toSorted(),
  };
}

/** The same numbers, counted one by one from the raw rows: no SQL, no rollup, no grouping. */
export function overviewByHand(world: OverviewWorld, scope: Scope, query: OverviewQuery, now: Date) {
  const enterprise = query.enterprise ?? scope.enterpriseId ?? undefined;
  const place = query.area ?? (scope.level === "enterprise" ? "130000" : scope.areaCode);
  const mine = (row: Owned) =>
    maySee(scope, row) && isIn(row.area, place) && (enterprise === undefined || row.enterprise === enterprise);
  const fits = (
    row: { gas?: string; level?: string; material?: string; kind?: string },
    ...by: ("gas" | "level" | "material" | "kind")[]
  ) => {
    const asked = { gas: query.gasKind, level: query.level, material: query.material, kind: query.stationKind };
    return by.every((name) => asked[name] === undefined || asked[name] === row[name]);
  };
  const pipes = world.pipes.filter((p) => mine(p) && p.status !== "planned" && fits(p, "gas", "level", "material"));
  const stations = world.stations.filter((s) => mine(s) && s.status !== "planned" && fits(s, "gas", "level", "kind"));
  const customers = world.customers.filter((c) => mine(c) && fits(c, "gas"));
  const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const first = new Date(Date.parse(today) - 30 * 86_400_000).toISOString().slice(0, 10);
  const supply = world.supply.filter((s) => mine(s) && fits(s, "gas") && s.day >= first && s.day < today);
  const tags = world.tags
    .map((tag, i) => ({ ...tag, ...tagOwner(world, i) }))
    .filter((tag) => mine(tag) && fits(tag, "gas", "kind"));
  const alarms = world.alarms.filter(
    (a) => a.isOpen && mine(tagOwner(world, a.tag)) && fits(tagOwner(world, a.tag), "gas", "kind"),
  );
  const hazards = world.hazards.filter((h) => h.state !== "closed" && mine(h));
  const present = new Set(
    [...world.pipes, ...world.stations, ...world.customers, ...world.works].filter(mine).map((row) => row.enterprise),
  );
  return {
    enterprises: ENTERPRISES.filter((id) => present.has(id)).length,
    ...licencesByHand(world, present, today),
    mm: Math.round(pipes.reduce((sum, p) => sum + p.lengthM * 1000, 0)),
    pipes: PRESSURE_LEVELS.flatMap((level) =>
      MATERIALS.map(
        (material) =>
          [
            `${level} ${material}`,
            Math.round(
              pipes
                .filter((p) => p.level === level && p.material === material)
                .reduce((sum, p) => sum + p.lengthM * 1000, 0),
            ),
          ] as const,
      ),
    ).filter(([, mm]) => mm > 0),
    stations: counts(STATION_KINDS, (kind) => stations.filter((s) => s.kind === kind).length),
    customers: counts(
      GAS_KINDS.flatMap((gas) => CUSTOMER_CLASSES.map((c) => `${gas} ${c}`)),
      (word) => customers.filter((c) => `${c.gas} ${c.class}` === word).length,
    ),
    supply: supply.reduce((sum, s) => sum + s.m3, 0),
    tags: TAG_STATES.map((state) => tags.filter((tag) => stateByHand(tag) === state).length),
    alarms: WARNING_LEVELS.map((level) => alarms.filter((a) => a.level === level).length),
    hazards: HAZARD_GRADES.map((grade) => {
      const open = hazards.filter((h) => h.grade === grade);
      return [open.length, open.filter((h) => h.dueInH !== null && h.dueInH < 0).length];
    }),
  };
}
