import { useTranslation } from "react-i18next";
import type { FieldTask } from "#contract/field/tasks.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

/** How many reasons stand beside a task. */
const MOST = 3;

/** Why a task stands where it stands, the strongest reasons first: "逾期 12 天 · 距你 180 米". */
export function useWhyWords(): (task: Pick<FieldTask, "why">) => string {
  const { t } = useTranslation();
  return ({ why }) =>
    why
      .slice(0, MOST)
      .map(({ reason, value }) => t(`field.why.${reason}`, { value: formatNumber(value, languageNow()) }))
      .join(" · ");
}
