import { useTranslation } from "react-i18next";
import type { RuleTerms } from "#contract/field/rules.ts";
import { formatList, formatMonthDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";

/** Codes of a family in words; one that is not known stays as it is written, none at all means everything. */
export function useCodeWords() {
  const { t, i18n } = useTranslation();
  return (family: "gasKind" | "customerClass" | "pressureLevel" | "material", code: string): string => {
    const key = `gas.${family}.${code}`;
    return i18n.exists(key) ? t(key as "gas.gasKind.lpg") : code;
  };
}

/** What a rule says, in one sentence. */
export function useTermsWords(): (terms: RuleTerms) => string {
  const { t } = useTranslation();
  const word = useCodeWords();
  const language = languageNow();
  const all = (family: Parameters<typeof word>[0], codes: readonly string[] | null) =>
    codes === null || codes.length === 0
      ? t("oversight.rules.all")
      : formatList(
          codes.map((code) => word(family, code)),
          language,
        );
  const days = (count: number | null) => (count === null ? t("board.nextVisit") : t("board.days", { days: count }));
  return (terms) => {
    if (terms.kind === "visit") {
      const who = `${all("gasKind", terms.gasKinds)} · ${all("customerClass", terms.classes)}`;
      const span = terms.season && {
        from: formatMonthDay(terms.season.from, language),
        until: formatMonthDay(terms.season.until, language),
      };
      const season = span === null ? "" : t("oversight.rules.terms.season", span);
      return `${t("oversight.rules.terms.visit", { who, perYear: terms.perYear })}${season}`;
    }
    if (terms.kind === "patrol")
      return t("oversight.rules.terms.patrol", { who: all("pressureLevel", terms.levels), days: terms.everyDays });
    if (terms.kind === "leak")
      return t("oversight.rules.terms.leak", {
        who: all("material", terms.materials),
        days: terms.everyDays,
        life: terms.designLifeY,
        aged: formatNumber(terms.everyDays * terms.agedFactor, language, 1),
      });
    if (terms.kind === "hazard") {
      const { major, general, minor } = terms.days;
      return t("oversight.rules.terms.hazard", { major: days(major), general: days(general), minor: days(minor) });
    }
    if (terms.kind === "climb") return t("oversight.rules.terms.climb", terms.days);
    return t("oversight.rules.terms.work", { days: terms.noticeDays });
  };
}
