import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { stationQuery } from "#api/assets.ts";
import type { HistoryTag } from "#contract/history.ts";
import type { BucketSeries } from "#contract/series.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useTheme } from "#panels/use-theme.ts";
import { useStores } from "#state/stores.tsx";
import { MOST_TRENDS } from "#state/trend.ts";
import { openHistory, select, setTrend } from "#state/view.ts";
import { IconButton } from "#ui/icon-button.tsx";
import type { DrawnLine } from "./use-history.ts";

/** Mean, lowest and highest of all that is drawn of a line; null when nothing is. */
function sumUp(series: BucketSeries | null) {
  if (!series || series.at.length === 0) return null;
  const readings = series.count.reduce((sum, n) => sum + n, 0);
  return {
    mean: series.mean.reduce((sum, mean, i) => sum + mean * (series.count[i] ?? 0), 0) / readings,
    min: series.min.reduce((a, b) => Math.min(a, b)),
    max: series.max.reduce((a, b) => Math.max(a, b)),
  };
}

/** Which tags are drawn, in which colour, with their figures; more can be added and each taken away. */
export function HistoryLines({ lines }: { readonly lines: readonly DrawnLine[] }) {
  const own = lines.filter(({ shiftMs }) => shiftMs === 0);
  return (
    <>
      <ul className="history-lines">
        {own.map((line, i) => (
          <LineRow key={line.tag.id} line={line} color={i} all={own} />
        ))}
      </ul>
      {own.length < MOST_TRENDS && <AddTag drawn={own.map(({ tag }) => tag)} />}
    </>
  );
}

function LineRow({ line, color, all }: { line: DrawnLine; color: number; all: readonly DrawnLine[] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const theme = useTheme();
  const { tag, series, isFailed } = line;
  const figures = sumUp(series);
  const number = (value: number) => formatNumber(value, languageNow(), 2);
  return (
    <li>
      <i style={{ background: theme.chart[color % theme.chart.length] }} />
      <span className="history-name">
        <button
          type="button"
          className="link"
          title={t("history.toStation")}
          onClick={() => select(view, { kind: "station", id: tag.stationId })}
        >
          {tag.stationName ?? tag.stationId}
        </button>
        {` ${tag.name} `}
        <small>{tag.unit}</small>
        <span className="quiet">
          {figures
            ? t("history.meanOf", {
                value: number(figures.mean),
                min: number(figures.min),
                max: number(figures.max),
              })
            : t(series ? "history.empty" : isFailed ? "history.unread" : "history.reading")}
        </span>
        {series && series.at.length > 0 && (
          <span className="quiet">
            {t("history.sourceOf", { source: t(`history.from.${series.source}`), count: series.at.length })}
          </span>
        )}
      </span>
      {all.length > 1 && (
        <IconButton
          icon="close"
          label={t("history.remove", { name: tag.name })}
          onClick={() => setTrend(view, { tags: all.filter((other) => other !== line).map((other) => other.tag.id) })}
        />
      )}
    </li>
  );
}

/** Other tags of the last tag's station. */
function AddTag({ drawn }: { readonly drawn: readonly HistoryTag[] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const last = drawn.at(-1);
  const station = useQuery({ ...stationQuery(last?.stationId ?? ""), enabled: last !== undefined });
  const others = station.data?.tags.filter(({ id }) => !drawn.some((tag) => tag.id === id)) ?? [];
  if (others.length === 0) return null;
  return (
    <label className="history-add">
      {t("history.addFrom")}
      <select value="" onChange={({ target }) => target.value !== "" && openHistory(view, target.value, true)}>
        <option value="">{t("history.add")}</option>
        {others.map(({ id, name, unit }) => (
          <option key={id} value={id}>
            {`${name} (${unit})`}
          </option>
        ))}
      </select>
    </label>
  );
}
