import { useTranslation } from "react-i18next";
import type { Overview } from "#contract/overview.ts";
import { formatDay, formatNumber, formatShortDay } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Chart } from "#ui/chart/chart.tsx";
import "#ui/data-table.css";
import { useTheme } from "#panels/use-theme.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { lineOption } from "./chart-options.ts";
import { ChartOrTable } from "./chart-or-table.tsx";

const TEN_THOUSAND = 10_000;
const HEIGHT = 140;

/** Gas supplied on each of the last 30 full days. */
export function SupplySection({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const language = languageNow();
  const title = t("overview.supply");
  const { supply } = overview;
  if (supply.every(({ m3 }) => m3 === 0))
    return (
      <Section title={title}>
        <Empty>{t("overview.empty.supply")}</Empty>
      </Section>
    );
  return (
    <ChartOrTable
      title={title}
      unit={t("overview.supplyUnit")}
      chart={
        <Chart
          height={HEIGHT}
          label={`${title} ${t("overview.supplyUnit")}`}
          option={lineOption({
            title,
            theme,
            names: supply.map(({ day }) => formatShortDay(day, language)),
            values: supply.map(({ m3 }) => m3 / TEN_THOUSAND),
            format: (n) => formatNumber(n, language, n < 10 ? 2 : 1),
          })}
        />
      }
      table={
        <table className="data-table">
          <caption className="seen-by-readers-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("overview.day")}</th>
              <th scope="col" className="number">
                {t("overview.m3")}
              </th>
            </tr>
          </thead>
          <tbody>
            {supply.toReversed().map(({ day, m3 }) => (
              <tr key={day}>
                <th scope="row">{formatDay(day, language)}</th>
                <td className="number">{formatNumber(m3, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
