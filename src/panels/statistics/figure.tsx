import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { isStock } from "#contract/statistics-topics.ts";
import { formatDay, formatInstant, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { figureText, measureName, measureUnit, said } from "./words.ts";

/** The figure of the whole, with both its times and how complete it is. */
export function Figure({ answer, isKnownNow }: { readonly answer: Statistics; readonly isKnownNow: boolean }) {
  const { t } = useTranslation();
  const language = languageNow();
  const { measure, total, from, to, known, completeness, suppressed } = answer;
  const { formula } = measureOf(measure);
  const day = formatDay(to, language);
  return (
    <section className="statistics-figure" aria-label={measureName(measure)}>
      <p className="statistics-total">
        <strong>{figureText(measure, total)}</strong> <small>{measureUnit(measure)}</small>
      </p>
      <p className="quiet">
        {isStock(formula)
          ? t("statistics.asOf", { day })
          : t("statistics.during", { from: formatDay(from, language), to: day })}
        {" · "}
        {t("statistics.asKnown", { time: isKnownNow ? t("statistics.knownNow") : formatInstant(known, language) })}
        {" · "}
        <span title={t("statistics.completeHint")}>
          {t("statistics.complete")}{" "}
          {completeness === null ? t("statistics.notDue") : formatPercent(completeness, language)}
        </span>
      </p>
      {suppressed > 0 && <p className="quiet">{t("statistics.suppressedCells", { count: suppressed })}</p>}
    </section>
  );
}

/** How the figure is reckoned, from which tables, by which clause. */
export function Definition({ answer }: { readonly answer: Statistics }) {
  const { t } = useTranslation();
  const { says, sources, clause } = measureOf(answer.measure);
  return (
    <dl className="statistics-definition">
      <dt>{t("statistics.formula")}</dt>
      <dd>{said(says)}</dd>
      <dt>{t("statistics.sources")}</dt>
      <dd>{sources.join(", ")}</dd>
      {clause !== null && (
        <>
          <dt>{t("statistics.clause")}</dt>
          <dd>{clause}</dd>
        </>
      )}
    </dl>
  );
}
