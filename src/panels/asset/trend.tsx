import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TREND_HOURS, type TrendRange, trendQuery } from "#api/assets.ts";
import type { Tag } from "#contract/station.ts";
import { formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { openHistory } from "#state/view.ts";
import { TrendChart } from "#ui/chart/trend-chart.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import "#ui/data-table.css";
import { Answer } from "#panels/answer.tsx";
import { useTheme } from "#panels/use-theme.ts";

const RANGES = Object.keys(TREND_HOURS) as TrendRange[];

/** What a tag said over a day, a week or a month: minimum, maximum and mean of each span. */
export function Trend({ tag }: { readonly tag: Tag }) {
  const { t } = useTranslation();
  const language = languageNow();
  const theme = useTheme();
  const { view } = useStores();
  const [range, setRange] = useState<TrendRange>("day");
  const [isTable, setTable] = useState(false);
  const trend = useQuery(trendQuery(tag.id, range));
  const title = t("asset.trendOf", { name: tag.name });

  return (
    <Section
      title={t("asset.trend")}
      unit={`${tag.name} · ${tag.unit}`}
      tools={
        <>
          <IconButton icon="history" label={t("history.open")} onClick={() => openHistory(view, tag.id)} />
          <IconButton
            icon={isTable ? "chart" : "table"}
            label={isTable ? t("overview.showChart", { title }) : t("overview.showTable", { title })}
            onClick={() => setTable(!isTable)}
          />
        </>
      }
    >
      <fieldset className="choice trend-range" aria-label={t("asset.range")}>
        {RANGES.map((name) => (
          <button
            key={name}
            type="button"
            className="button outlined"
            aria-pressed={range === name}
            onClick={() => setRange(name)}
          >
            {t(`asset.${name}`)}
          </button>
        ))}
      </fieldset>
      <Answer query={trend} lines={5}>
        {(data) => {
          if (data.at.length === 0) return <Empty>{t("asset.trendEmpty")}</Empty>;
          if (isTable) return <TrendTable caption={title} data={data} />;
          return (
            <TrendChart
              data={data}
              label={title}
              unit={tag.unit}
              words={{ time: t("asset.time"), mean: t("asset.trendMean"), min: t("asset.min"), max: t("asset.max") }}
              limits={[tag.lowAlarm, tag.lowWarning, tag.highWarning, tag.highAlarm]}
              theme={theme}
              formatTime={(ms) => formatMinute(ms, language)}
              formatValue={(value) => formatNumber(value, language, 2)}
            />
          );
        }}
      </Answer>
    </Section>
  );
}

interface Columns {
  readonly at: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
}

const SHOWN = 100;

function TrendTable({ caption, data }: { readonly caption: string; readonly data: Columns }) {
  const { t } = useTranslation();
  const language = languageNow();
  const newest = data.at
    .map((_, i) => i)
    .toReversed()
    .slice(0, SHOWN);
  const value = (numbers: readonly number[], i: number) => formatNumber(numbers[i] ?? Number.NaN, language, 2);
  return (
    <table className="data-table">
      <caption className="seen-by-readers-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t("asset.time")}</th>
          {(["min", "mean", "max"] as const).map((head) => (
            <th scope="col" className="number" key={head}>
              {t(`asset.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {newest.map((i) => (
          <tr key={data.at[i]}>
            <th scope="row">{formatMinute(data.at[i] ?? 0, language)}</th>
            <td className="number">{value(data.min, i)}</td>
            <td className="number">{value(data.mean, i)}</td>
            <td className="number">{value(data.max, i)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
