import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Hazard } from "#contract/field/hazards.ts";
import type { Axis, BoardFilter } from "#lib/hazard-facets.ts";

/** In whose shape and colour a grade is told; the word stands beside it. */
export const GRADE_MARK = { major: "red", general: "orange", minor: "yellow" } as const;

/** A value of the board's axes in words. */
export function valueWords(t: TFunction, axis: Axis, value: string): string {
  if (axis === "grade") return t(`gas.hazardGrade.${value as "major"}`);
  if (axis === "state") return t(`field.hazard.state.${value as "found"}`);
  if (axis === "age") return t(`board.age.${value as "day"}`);
  if (axis === "due") return t(`board.due.${value as "late"}`);
  return t(`board.climbed.${value as "none"}`);
}

/** What a hazard is, in words: a patrol's finding, else what was written, else its code. */
export function useHazardName(): (hazard: Pick<Hazard, "code"> & { readonly note: string | null }) => string {
  const { t, i18n } = useTranslation();
  return ({ code, note }) => {
    if (code !== null && i18n.exists(`field.finding.${code}`)) return t(`field.finding.${code as "other"}`);
    return note || code || t("field.hazard.unnamed");
  };
}

/** A filter of the board as the question for its list. */
export function listOf({ grade, state, age, due, climbed }: BoardFilter) {
  return {
    state: state ?? ("open" as const),
    ...(grade && { grade }),
    ...(age && { age }),
    ...(due && { due }),
    ...(climbed && { climbed }),
  };
}
