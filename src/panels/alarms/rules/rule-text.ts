import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { areasQuery, enterprisesQuery } from "#api/areas.ts";
import type { RuleBody } from "#contract/alarm-rules.ts";
import { TAG_UNITS } from "#contract/gas.ts";
import { formatList } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { CONDITION_NUMBERS, numberOf } from "./rule-draft.ts";

/** A rule's condition and whom it is for, in a line. */
export function useRuleText() {
  const { t } = useTranslation();
  const { data: areas } = useQuery(areasQuery);
  const { data: owners } = useQuery(enterprisesQuery(null));
  const condition = (rule: Pick<RuleBody, "condition" | "appliesTo" | "suppressWhile">): string => {
    const { kind } = rule.condition;
    const numbers = CONDITION_NUMBERS[kind].flatMap((field) => {
      const value = numberOf(rule.condition, field);
      return value === null ? [] : [`${t(`alarm.rules.${field}`)} ${value}`];
    });
    const side = "side" in rule.condition ? [t(`alarm.side.${rule.condition.side}`)] : [];
    return [t(`alarm.condition.${kind}`), ...side, ...numbers, forWhat(rule), suppression(rule)]
      .filter(Boolean)
      .join(" · ");
  };
  const suppression = ({ suppressWhile }: Pick<RuleBody, "suppressWhile">): string => {
    if (suppressWhile === null) return "";
    const { tagKind, below } = suppressWhile;
    return t("alarm.rules.suppressed", { kind: t(`gas.tagKind.${tagKind}`), below, unit: TAG_UNITS[tagKind] });
  };
  const enterpriseName = (id: string) => owners?.enterprises.find((one) => one.id === id)?.name ?? id;
  const areaName = (code: string) =>
    [...(areas?.areas ?? []), ...(areas?.ancestors ?? [])].find((one) => one.code === code)?.name ?? code;
  const forWhat = ({ appliesTo }: Pick<RuleBody, "appliesTo">): string => {
    const { tagKinds, tagIds, stationKinds, enterpriseId, areaCode } = appliesTo;
    const list = (words: readonly string[]) => formatList(words, languageNow());
    const kinds = tagKinds ? list(tagKinds.map((kind) => t(`gas.tagKind.${kind}`))) : t("alarm.rules.allKinds");
    const narrowed = [
      tagIds && t("alarm.rules.byTags", { count: tagIds.length }),
      stationKinds && list(stationKinds.map((kind) => t(`gas.stationKind.${kind}`))),
      enterpriseId && t("alarm.rules.byEnterprise", { name: enterpriseName(enterpriseId) }),
      areaCode && t("alarm.rules.byArea", { name: areaName(areaCode) }),
    ].filter((part): part is string => typeof part === "string");
    const words = t("alarm.rules.forTags", { kinds });
    return narrowed.length === 0 ? words : list([words, t("alarm.rules.narrowed", { what: list(narrowed) })]);
  };
  return { condition, forWhat };
}
