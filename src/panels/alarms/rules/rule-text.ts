import { useTranslation } from "react-i18next";
import type { RuleBody } from "#contract/alarm-rules.ts";
import { formatList } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { CONDITION_NUMBERS, numberOf } from "./rule-draft.ts";

/** A rule's condition and whom it is for, in a line. */
export function useRuleText() {
  const { t } = useTranslation();
  const condition = (rule: Pick<RuleBody, "condition" | "appliesTo">): string => {
    const { kind } = rule.condition;
    const numbers = CONDITION_NUMBERS[kind].flatMap((field) => {
      const value = numberOf(rule.condition, field);
      return value === null ? [] : [`${t(`alarm.rules.${field}`)} ${value}`];
    });
    const side = "side" in rule.condition ? [t(`alarm.side.${rule.condition.side}`)] : [];
    return [t(`alarm.condition.${kind}`), ...side, ...numbers, forWhat(rule)].filter(Boolean).join(" · ");
  };
  const forWhat = ({ appliesTo }: Pick<RuleBody, "appliesTo">): string => {
    const { tagKinds, tagIds, stationKinds, enterpriseId, areaCode } = appliesTo;
    const list = (words: readonly string[]) => formatList(words, languageNow());
    const kinds = tagKinds ? list(tagKinds.map((kind) => t(`gas.tagKind.${kind}`))) : t("alarm.rules.allKinds");
    const narrowed = [
      tagIds && t("alarm.rules.byTags", { count: tagIds.length }),
      stationKinds && list(stationKinds.map((kind) => t(`gas.stationKind.${kind}`))),
      enterpriseId && t("alarm.rules.byEnterprise", { id: enterpriseId }),
      areaCode && t("alarm.rules.byArea", { code: areaCode }),
    ].filter((part): part is string => typeof part === "string");
    const words = t("alarm.rules.forTags", { kinds });
    return narrowed.length === 0 ? words : list([words, t("alarm.rules.narrowed", { what: list(narrowed) })]);
  };
  return { condition, forWhat };
}
