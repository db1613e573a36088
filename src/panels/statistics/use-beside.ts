import { useQueries, useQuery } from "@tanstack/react-query";
import { areasQuery } from "#api/areas.ts";
import { statisticsQuery } from "#api/statistics.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { type Dimension, PLACE_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { type StatisticsView, statisticsOf, yearBefore } from "#state/statistics.ts";
import { useView } from "#state/stores.tsx";

/** Key of the same place at another time; other areas have their codes. */
export const BEFORE = "before";

/** An answer that stands beside the page's own. */
export interface Beside {
  /** {@link BEFORE}, or the code of an area. */
  readonly key: string;
  /** Of the area; "" for another time. */
  readonly name: string;
  readonly answer: Statistics;
}

type Compared = Pick<StatisticsView, "compare" | "since" | "against">;

/** Places beside each other are lines of the table already: with other areas the same words and times are compared. */
export const comparesAreas = (rows: Dimension | undefined): boolean => !PLACE_DIMENSIONS.some((one) => one === rows);

/** The question for the same place at another time; null where no other time is compared with. */
export function beforeAsk(ask: StatisticsAsk | null, { compare, since }: Compared): StatisticsAsk | null {
  if (ask === null) return null;
  if (compare === "year" && ask.from && ask.to) return { ...ask, ...yearBefore({ from: ask.from, to: ask.to }) };
  return compare === "known" && since !== null ? { ...ask, known: since } : null;
}

/** The same question of another area: an enterprise of the page's place is none of it. */
export function areaAsk({ enterprise: _, ...plain }: StatisticsAsk, area: string): StatisticsAsk {
  return { ...plain, area };
}

/** The questions that an answer stands beside, by key. */
export function besideAsks(
  ask: StatisticsAsk | null,
  compared: Compared,
): readonly { readonly key: string; readonly ask: StatisticsAsk }[] {
  const before = beforeAsk(ask, compared);
  if (before !== null) return [{ key: BEFORE, ask: before }];
  if (ask === null || compared.compare !== "area" || !comparesAreas(ask.rows)) return [];
  return compared.against.filter((code) => code !== ask.area).map((code) => ({ key: code, ask: areaAsk(ask, code) }));
}

/** With what is compared. Areas that a link names are left out while they are not sure to be in sight. */
export function useCompared(): Compared & { readonly nameOf: (code: string) => string } {
  const statistics = useView((view) => view.statistics);
  const { compare, since, against } = statisticsOf({ statistics });
  const areas = useQuery({ ...areasQuery, enabled: against.length > 0 }).data?.areas;
  const names = new Map(areas?.map(({ code, name }) => [code, name]));
  return {
    compare,
    since,
    against: against.filter((code) => names.has(code)),
    nameOf: (code) => names.get(code) ?? code,
  };
}

/** An answer kept from the question before stays only where it says the same of the same place. */
const fits = (answer: Statistics, ask: StatisticsAsk): boolean =>
  answer.measure === ask.measure &&
  answer.rows === ask.rows &&
  answer.columns === (ask.columns ?? null) &&
  (ask.area === undefined || answer.area === ask.area);

/** The answers beside the page's own, as far as they have come. */
export function useBeside(ask: StatisticsAsk | null, isOn = true): readonly Beside[] {
  const { nameOf, ...compared } = useCompared();
  const asks = isOn ? besideAsks(ask, compared) : [];
  // What is combined stays the same object while its answers do: charts and the map are drawn anew by it.
  return useQueries({
    queries: asks.map((one) => statisticsQuery(one.ask)),
    combine: (answers) =>
      asks.flatMap((one, at): Beside[] => {
        const answer = answers[at]?.data;
        if (!answer || !fits(answer, one.ask)) return [];
        return [{ key: one.key, name: one.key === BEFORE ? "" : nameOf(one.key), answer }];
      }),
  });
}

/** Areas side by side as the lines of one answer: what the map shows of them. */
export const asLines = (own: Statistics, beside: readonly Beside[]): Statistics => ({
  ...own,
  rows: "area",
  columns: null,
  columnKeys: [],
  cells: [],
  rowKeys: [own, ...beside.map(({ answer }) => answer)].map(({ area, total, completeness }) => ({
    key: area,
    // The map knows what its areas are called.
    name: null,
    total,
    completeness,
  })),
});
