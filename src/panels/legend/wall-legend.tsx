import { useTranslation } from "react-i18next";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { pipeRows } from "#lib/pipe-rows.ts";
import { useTheme } from "#panels/use-theme.ts";
import { className } from "./class-name.ts";
import { Swatch } from "./swatch.tsx";
import { useCounts } from "./use-counts.ts";

/** The classes that are in view, and how long: nobody presses anything on a wall. */
export function WallLegend() {
  const { t } = useTranslation();
  const theme = useTheme();
  const { query, by, filter } = useCounts();
  if (!query.data) return null;
  const { shown, owners } = query.data;
  const rows = pipeRows({ by, filter, shown, owners: owners.length }).filter(({ count }) => count > 0);
  if (rows.length === 0) return null;
  return (
    <section className="wall-card wall-legend" aria-label={t("legend.title")}>
      <h2>{`${t(`legend.by.${by}`)} ${t("legend.inView")} km`}</h2>
      <ul>
        {rows.map(({ k, lengthM }) => (
          <li key={k}>
            <Swatch theme={theme} by={by} k={k} />
            {className(t, by, k, owners)}
            <b>{formatKm(lengthM, languageNow())}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
