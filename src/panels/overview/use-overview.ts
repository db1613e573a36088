import { useQuery } from "@tanstack/react-query";
import { overviewQuery } from "#api/overview.ts";
import { useWhere } from "#panels/use-where.ts";
import { useView } from "#state/stores.tsx";
import { choicesOf } from "#state/view.ts";

/** The numbers of where the person stands, narrowed by what they clicked. */
export function useOverview() {
  const choices = useView(choicesOf);
  const { where, isKnown } = useWhere();
  return useQuery({ ...overviewQuery({ ...where, ...choices }), enabled: isKnown });
}
