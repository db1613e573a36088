import { useQuery } from "@tanstack/react-query";
import { overviewQuery } from "#api/overview.ts";
import { type AreaFill, areaFill } from "#lib/fill-scale.ts";
import { useWhere } from "#panels/use-where.ts";
import { useView } from "#state/stores.tsx";
import { choicesOf } from "#state/view.ts";

/** Numbers for the areas drawn, for map and legend alike: the children of where the person stands, by the chosen measure. */
export function useFill(): AreaFill | null {
  const measure = useView((view) => view.fill);
  const choices = useView(choicesOf);
  const { where, isKnown } = useWhere();
  const overview = useQuery({
    ...overviewQuery({ ...(where.area ? { area: where.area } : {}), ...choices }),
    enabled: measure !== null && isKnown,
  });
  if (measure === null || !overview.data) return null;
  return areaFill(
    Object.fromEntries(overview.data.children.map((row) => [row.code, row.measures[measure] ?? Number.NaN])),
  );
}
