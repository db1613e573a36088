import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryTag } from "#contract/history.ts";
import { csvText } from "#lib/csv.ts";
import { localText } from "#lib/day.ts";
import { formatInstant, formatList, formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { timed } from "#lib/past-alarms.ts";
import { chartData } from "#lib/trend-lines.ts";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { NotTaken } from "#panels/not-taken.tsx";
import { asTable, useTake } from "#panels/use-take.ts";
import { useTheme } from "#panels/use-theme.ts";
import { useView } from "#state/stores.tsx";
import { MOST_TRENDS } from "#state/trend.ts";
import { HistoryChart } from "#ui/chart/history-chart.tsx";
import type { HistoryLimit, HistoryLine, HistoryMarks } from "#ui/chart/history-options.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty, Failed } from "#ui/notice.tsx";
import "#ui/data-table.css";
import "#panels/asset/asset.css";
import "./history.css";
import { HistoryAlarms } from "./history-alarms.tsx";
import { HistoryLines } from "./history-lines.tsx";
import { HistoryNotes } from "./history-notes.tsx";
import { historyRows } from "./history-rows.ts";
import { HistoryTools, useSpanActs } from "./history-tools.tsx";
import { type History, useHistory } from "./use-history.ts";

/** Trends of one or several tags over any span, with limits, alarms and notes, beside another time. */
export function HistoryPanel() {
  const { t } = useTranslation();
  const ids = useView(({ trend }) => trend.tags);
  const history = useHistory();
  const found = history.tags.data?.tags;
  const take = useTake();
  const gone = found ? ids.filter((id) => !found.some((tag) => tag.id === id)) : [];
  return (
    <PanelFrame
      title={t("history.title")}
      subtitle={found?.map(({ stationName, name }) => `${stationName ?? ""} ${name}`).join(" · ")}
      hasBack
      tools={<ExportButton history={history} take={take} />}
    >
      {take.isError && <NotTaken error={take.error} />}
      {ids.length === 0 ? (
        <Empty>{t("history.none")}</Empty>
      ) : (
        <Answer query={history.tags} lines={10}>
          {({ tags }) => (
            <>
              {gone.length > 0 && <Empty>{t("history.gone", { ids: gone.join(", ") })}</Empty>}
              {tags.length > 0 && <HistoryBody history={history} tags={tags} />}
            </>
          )}
        </Answer>
      )}
    </PanelFrame>
  );
}

function HistoryBody({ history, tags }: { readonly history: History; readonly tags: readonly HistoryTag[] }) {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  const moment = useView(({ time }) => time);
  const { span, failed } = history;
  return (
    <>
      <div className="history-body">
        <HistoryTools />
        <div className="history-head">
          <span className="quiet">
            {`${formatMinute(span.from, languageNow())} – ${formatMinute(span.to, languageNow())}`}
          </span>
          <IconButton
            icon={isTable ? "chart" : "table"}
            label={isTable ? t("history.showChart") : t("history.showTable")}
            onClick={() => setTable(!isTable)}
          />
        </div>
        {failed && <Failed error={failed.error} onRetry={() => void failed.refetch()} />}
        {isTable ? <Table history={history} /> : <Chart history={history} />}
        <HistoryLines lines={history.lines} />
      </div>
      <HistoryAlarms query={history.alarms} />
      <HistoryNotes query={history.notes} tags={tags} at={moment ?? (span.from + span.to) / 2} />
    </>
  );
}

const limitsOf = (tags: readonly HistoryTag[]): HistoryLimit[] =>
  tags.flatMap(({ unit, lowAlarm, lowWarning, highWarning, highAlarm }) =>
    (
      [
        [lowAlarm, "alarm"],
        [lowWarning, "warning"],
        [highWarning, "warning"],
        [highAlarm, "alarm"],
      ] as const
    ).flatMap(([value, level]) => (value === null ? [] : [{ unit, value, level }])),
  );

function useMarks({ alarms, notes, tags }: History): HistoryMarks {
  const moment = useView(({ time }) => time);
  return useMemo(
    () => ({
      limits: limitsOf(tags.data?.tags ?? []),
      bands: (alarms.data?.alarms ?? []).map(timed),
      notes: (notes.data?.annotations ?? []).map(({ at, until }, i) => ({
        at: Date.parse(at),
        until: until === null ? null : Date.parse(until),
        number: i + 1,
      })),
      moment,
    }),
    [alarms.data, notes.data, tags.data, moment],
  );
}

/** Each tag, and each at the time compared with. */
const MOST_LINES = 2 * MOST_TRENDS;

function Chart({ history }: { readonly history: History }) {
  const { t } = useTranslation();
  const theme = useTheme();
  const acts = useSpanActs();
  const compare = useView(({ trend }) => trend.compare);
  const marks = useMarks(history);
  const [point, setPoint] = useState<number | null>(null);
  const language = languageNow();
  const { lines, span } = history;
  const own = lines.filter(({ shiftMs }) => shiftMs === 0).map(({ tag }) => tag.id);
  const drawn = lines.map(({ tag, shiftMs }): HistoryLine => {
    const isBefore = shiftMs !== 0;
    const label = isBefore
      ? t("history.beforeLine", { name: tag.name, compare: t(`history.compares.${compare}`) })
      : tag.name;
    const key = `${tag.id}${isBefore ? " before" : ""}`;
    return { key, label, unit: tag.unit, color: own.indexOf(tag.id), isBefore };
  });
  // As long whatever is drawn: React compares place by place.
  const series = Array.from({ length: MOST_LINES }, (_, i) => lines[i]?.series ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are made anew each time, their series are not
  const data = useMemo(
    () => chartData(lines.map(({ series: buckets, shiftMs }) => ({ buckets, shiftMs }))),
    [...series, compare, lines.length],
  );
  return (
    <>
      <HistoryChart
        lines={drawn}
        data={data}
        marks={marks}
        from={span.from}
        to={span.to}
        theme={theme}
        label={t("history.chart", {
          names: formatList(
            drawn.map(({ label }) => label),
            languageNow(),
          ),
        })}
        timeLabel={t("history.timeHead")}
        formatTime={(ms) => formatMinute(ms, language)}
        formatValue={(value) => formatNumber(value, language, 2)}
        onZoom={acts.zoom}
        onMove={acts.move}
        onSpan={acts.choose}
        onReset={acts.reset}
        onPoint={setPoint}
      />
      <p className="history-point" aria-hidden="true">
        {pointWords(point, data, drawn)}
      </p>
    </>
  );
}

/** What the lines say under the pointer. */
function pointWords(
  point: number | null,
  [x, ...columns]: ReturnType<typeof chartData>,
  lines: readonly HistoryLine[],
) {
  const at = point === null ? undefined : x[point];
  if (at === undefined || point === null) return "\u00a0";
  const language = languageNow();
  const values = lines.flatMap(({ label, unit }, i) => {
    const value = columns[3 * i + 2]?.[point];
    return typeof value === "number" ? [`${label} ${formatNumber(value, language, 2)} ${unit}`] : [];
  });
  return [formatInstant(at * 1000, language), ...values].join(" · ");
}

function useRows({ lines }: History) {
  const { t } = useTranslation();
  const compare = useView(({ trend }) => trend.compare);
  const heads = { mean: "history.exportMean", min: "history.exportMin", max: "history.exportMax" } as const;
  return () =>
    historyRows(lines, compare, {
      time: t("history.timeHead"),
      head: (of, name, unit) => t(heads[of], { name, unit }),
      before: (name, than) => t("history.beforeLine", { name, compare: t(`history.compares.${than}`) }),
      formatTime: (at) => formatInstant(at, languageNow()),
    });
}

const SHOWN = 100;

function Table({ history }: { readonly history: History }) {
  const { t } = useTranslation();
  const [heads = [], ...rows] = useRows(history)();
  const language = languageNow();
  return (
    <div className="history-table">
      <table className="data-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .toReversed()
            .slice(0, SHOWN)
            .map(([time, ...cells]) => (
              <tr key={time}>
                <th scope="row">{time}</th>
                {cells.map((cell, i) => (
                  <td className="number" key={heads[i + 1]}>
                    {typeof cell === "number" ? formatNumber(cell, language, 2) : "–"}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {rows.length > SHOWN && <p className="quiet">{t("history.rowsNewest", { all: rows.length, count: SHOWN })}</p>}
    </div>
  );
}

/** What is drawn, as a file that spreadsheets open. */
function ExportButton({ history, take }: { readonly history: History; readonly take: ReturnType<typeof useTake> }) {
  const { t } = useTranslation();
  const rows = useRows(history);
  const isEmpty = history.lines.every(({ series }) => series === null || series.at.length === 0);
  const save = () =>
    take.mutate({
      kind: "trend",
      format: "csv",
      query: {
        tags: history.lines
          .map(({ tag }) => tag.id)
          .join(",")
          .slice(0, 600),
        from: new Date(history.span.from).toISOString(),
        to: new Date(history.span.to).toISOString(),
      },
      make: asTable(`${history.lines[0]?.tag.id ?? "history"}-${localText(history.span.from).slice(0, 10)}`, () =>
        csvText(rows()),
      ),
    });
  return (
    <IconButton icon="download" label={t("history.exportCsv")} disabled={isEmpty || take.isPending} onClick={save} />
  );
}
