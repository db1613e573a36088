import type { HttpHandler } from "msw";
import { hexOf } from "#contract/hex-grid.ts";
import type { Scope } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { getStatistics, type Statistics, type StatisticsQuery, whereText } from "#contract/statistics.ts";
import type { StatisticsRow } from "#contract/statistics-behind.ts";
import { DIMENSION_WORDS, type Dimension } from "#contract/statistics-dimensions.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { isStock } from "#contract/statistics-topics.ts";
import { getStatisticsHexes } from "#contract/statistics-hexes.ts";
import { listRevisions, listStatisticsRows } from "#contract/statistics-routes.ts";
import { dayOf } from "#mocks/world/time.ts";
import { answer, type MockContext, Refusal } from "./answer.ts";
import { codesBelow, type MockHouse } from "./house.ts";
import { keptStatisticsHandlers } from "./statistics-kept.ts";
import { type MockFact, mockFacts, mockTime } from "./statistics-facts.ts";

const DAY_MS = 86_400_000;

/** The names of areas and enterprises, and in which part of a place an area lies. */
function placesOf(house: MockHouse, here: string) {
  const byCode = new Map(house.areas.map((area) => [area.code, area]));
  const names = new Map<string, string>(house.areas.map(({ code, name }) => [code, name]));
  for (const { id, name } of house.enterprises) names.set(id, name);
  const children = house.areas.filter(({ parent }) => parent === here);
  const partOf = new Map(children.flatMap(({ code }) => [...codesBelow(house.areas, code)].map((one) => [one, code])));
  const unitOf = (code: string): string => {
    const area = byCode.get(code);
    const parent = area?.parent ? byCode.get(area.parent) : undefined;
    return area?.level === "county" && parent?.level === "city" ? parent.code : code;
  };
  return { names, children, partOf, unitOf };
}

function keyOf(dimension: Dimension, fact: MockFact, here: string, places: ReturnType<typeof placesOf>): string | null {
  const time = mockTime(dimension, fact.day);
  if (time !== undefined) return time;
  switch (dimension) {
    case "enterprise":
      return fact.enterprise;
    case "county":
      return fact.area;
    case "unit":
      return places.unitOf(fact.area);
    case "city":
      return `${fact.area.slice(0, 4)}00`;
    case "area":
      return places.children.length > 0 ? (places.partOf.get(fact.area) ?? here) : fact.enterprise;
    default:
      return fact.words[dimension] || "none";
  }
}

/** Facts of a question and where each stands in its table. */
function countedOf(house: MockHouse, scope: Scope, query: StatisticsQuery, now: number) {
  const here = query.area ?? scope.areaCode;
  const codes = codesBelow(house.areas, here);
  if (!codes.has(here) || !codesBelow(house.areas, scope.areaCode).has(here)) throw new Refusal(404, "not_found");
  const measure = measureOf(query.measure);
  const words = { ...measure.only, ...query.where };
  const places = placesOf(house, here);
  const to = query.to ?? dayOf(now);
  const from = query.from ?? dayOf(Date.parse(to) - 365 * DAY_MS);
  const isToDate = isStock(measure.formula);
  const facts = mockFacts(house, scope, measure.topic).filter(
    (fact) =>
      codes.has(fact.area) &&
      (query.enterprise === undefined || fact.enterprise === query.enterprise) &&
      Object.entries(words).every(([dimension, list]) => list?.includes(fact.words[dimension as Dimension] ?? "")) &&
      fact.day <= to &&
      (isToDate || fact.day >= from),
  );
  const lines = facts.map((fact) => ({
    fact,
    row: keyOf(query.rows, fact, here, places),
    column: query.columns ? keyOf(query.columns, fact, here, places) : "",
  }));
  return { measure, places, here, from, to, lines };
}

/** Keys in the catalogue's order, others by their text. */
function ordered(dimension: Dimension | undefined, keys: Iterable<string | null>): string[] {
  const order: readonly string[] = Object.entries(DIMENSION_WORDS).find(([name]) => name === dimension)?.[1] ?? [];
  return [...new Set(keys)]
    .filter((key): key is string => key !== null)
    .sort((a, b) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1));
}

/** The answer of the real route, counted from rows in memory; it knows no past of knowing. */
export function mockStatistics(house: MockHouse, scope: Scope, query: StatisticsQuery, now: number): Statistics {
  const { measure, places, here, from, to, lines } = countedOf(house, scope, query, now);
  const { formula } = measure;
  const figure = (some: readonly (typeof lines)[number][]): number => {
    const amount = some.reduce((sum, { fact }) => sum + fact.amount, 0);
    const total = (formula.part === "n" ? some.length : amount) * formula.scale;
    if (formula.kind === "ratio") return some.length > 0 ? amount / some.length : 0;
    return Number(total.toFixed(6));
  };
  const beforehand = query.rows === "area" ? places.children.map(({ code }) => code) : [];
  const rowKeys = ordered(query.rows, [...beforehand, ...lines.map(({ row }) => row)]);
  const columnKeys = ordered(
    query.columns,
    lines.map(({ column }) => column),
  );
  const name = (dimension: Dimension | undefined, key: string) =>
    dimension !== undefined && ["area", "unit", "city", "county", "enterprise"].includes(dimension)
      ? (places.names.get(key) ?? key)
      : null;
  const at = new Date(now).toISOString();
  return {
    measure: query.measure,
    area: here,
    enterprise: query.enterprise ?? scope.enterpriseId,
    rows: query.rows,
    columns: query.columns ?? null,
    from,
    to,
    known: query.known ?? at,
    where: whereText(query.where ?? {}),
    at,
    rowKeys: rowKeys.map((key) => {
      const mine = lines.filter(({ row }) => row === key);
      return { key, name: name(query.rows, key), total: figure(mine), completeness: mine.length > 0 ? 1 : 0 };
    }),
    columnKeys: columnKeys.map((key) => ({
      key,
      name: name(query.columns, key),
      total: figure(lines.filter(({ column }) => column === key)),
    })),
    cells: rowKeys.flatMap((rowKey, row) =>
      columnKeys.flatMap((columnKey, column) => {
        const some = lines.filter((line) => line.row === rowKey && line.column === columnKey);
        return some.length === 0 ? [] : [{ row, column, value: figure(some) }];
      }),
    ),
    total: figure(lines),
    completeness: lines.length > 0 ? 1 : null,
    suppressed: 0,
  };
}

const rowOf = ({ fact }: { readonly fact: MockFact }, house: MockHouse): StatisticsRow => ({
  id: fact.id,
  kind: fact.opens,
  recordId: null,
  areaCode: fact.area,
  enterpriseId: fact.enterprise,
  enterpriseName: house.enterprises.find(({ id }) => id === fact.enterprise)?.name ?? null,
  day: fact.day <= "1900-01-01" ? null : fact.day,
  knownAt: null,
  amount: fact.amount,
  words: Object.fromEntries(Object.entries(fact.words)),
  lngLat: null,
  source: "mock",
});

export const statisticsHandlers = (context: MockContext, who: () => Me | null): HttpHandler[] => {
  const { house, now } = context;
  return [
    answer(getStatistics, who, ({ me, query }) => mockStatistics(house, me.scope, query, now())),
    answer(getStatisticsHexes, who, ({ me, query: { sizeM, ...query } }) => {
      const { lines } = countedOf(house, me.scope, { ...query, rows: "area" }, now());
      const counts = new Map<string, { q: number; r: number; count: number }>();
      for (const { fact } of lines) {
        if (!fact.lngLat) continue;
        const { q, r } = hexOf(fact.lngLat, sizeM);
        const hex = counts.get(`${q} ${r}`) ?? { q, r, count: 0 };
        hex.count += 1;
        counts.set(`${q} ${r}`, hex);
      }
      return { sizeM, hexes: [...counts.values()], isLaterState: false };
    }),
    answer(listStatisticsRows, who, ({ me, query }) => {
      const { lines } = countedOf(house, me.scope, query, now());
      const some = lines.filter(
        ({ row, column }) =>
          (query.row === undefined || row === query.row) && (query.column === undefined || column === query.column),
      );
      return { rows: some.slice(0, query.limit).map((line) => rowOf(line, house)), next: null, isLaterState: false };
    }),
    answer(listRevisions, who, ({ me, query }) => {
      const { total } = mockStatistics(house, me.scope, query, now());
      return { before: total, after: total, revisions: [], others: 0 };
    }),
    ...keptStatisticsHandlers(context, who, (scope, query) => mockStatistics(house, scope, query, now())),
  ];
};
