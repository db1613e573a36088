import { useTranslation } from "react-i18next";
import { MARK_CLASSES, type MarkClass } from "#contract/model.ts";
import { useTheme } from "#panels/use-theme.ts";
import { modelColors } from "#theme/classes.ts";
import "./marks-legend.css";

/** What the colours of pipes mean while a result is painted. */
export function MarksLegend({ shown }: { readonly shown: readonly MarkClass[] }) {
  const { t } = useTranslation();
  const colors = modelColors(useTheme());
  return (
    <ul className="marks-legend" aria-label={t("model.marks.title")}>
      {shown.map((name) => (
        <li key={name}>
          <svg width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
            <path d="M2 6h20" stroke={colors[MARK_CLASSES.indexOf(name)]} strokeWidth={4} strokeLinecap="round" />
          </svg>
          {t(`model.marks.${name}`)}
        </li>
      ))}
    </ul>
  );
}
