import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { statisticsRowsQuery } from "#api/statistics-behind.ts";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import type { StatisticsRow } from "#contract/statistics-behind.ts";
import type { Dimension } from "#contract/statistics-dimensions.ts";
import { formatDay, formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { More } from "#panels/more.tsx";
import { Answer } from "#panels/answer.tsx";
import { openAlarm } from "#state/alarm-view.ts";
import { setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { openEvidence, openHazard } from "#state/supervise.ts";
import { select, type ViewStore } from "#state/view.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { areaAsk, type Beside } from "./use-beside.ts";
import { keyName, wordOf } from "./words.ts";

export interface RecordsProps {
  readonly ask: StatisticsAsk;
  readonly answer: Statistics;
  readonly beside: readonly Beside[];
}

/** The records behind the cell that is open, each with its way to the map. */
export function Records({ ask, answer, beside }: RecordsProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const cell = useView((v) => statisticsOf(v).cell);
  const row = cell?.row;
  const column = cell?.column ?? undefined;
  // Of an area that is compared with, as soon as it is sure to be in sight.
  const area = beside.find(({ key }) => key === cell?.area);
  const isKnown = cell !== null && (cell.area === undefined || area !== undefined);
  const asked = area ? areaAsk(ask, area.key) : ask;
  const query = useInfiniteQuery({ ...statisticsRowsQuery(asked, { row, column }), enabled: isKnown });
  if (!isKnown) return null;
  const rows = [...answer.rowKeys, ...(area?.answer.rowKeys ?? [])];
  const key = rows.find((one) => one.key === row) ?? { key: cell.row, name: null };
  const pile = answer.columnKeys.find((one) => one.key === column);
  const name = [
    ...(area ? [area.name] : []),
    keyName(t, answer.rows, key),
    ...(pile ? [keyName(t, answer.columns, pile)] : []),
  ].join(" · ");
  const title = t("statistics.recordsOf", { name });
  return (
    <Section
      title={title}
      tools={
        <IconButton
          icon="close"
          label={t("statistics.closeRecords")}
          onClick={() => setStatistics(view, { cell: null })}
        />
      }
    >
      <Answer query={query} lines={5}>
        {({ pages }) => (
          <>
            {pages[0]?.isLaterState && <p className="notice slim">{t("statistics.laterState")}</p>}
            <RecordTable title={title} rows={pages.flatMap((page) => page.rows)} />
            <More query={query} />
          </>
        )}
      </Answer>
    </Section>
  );
}

function RecordTable({ title, rows }: { readonly title: string; readonly rows: readonly StatisticsRow[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Empty>{t("statistics.noRecords")}</Empty>;
  return (
    <div className="table-scroll statistics-records">
      <table className="data-table">
        <caption className="seen-by-readers-only">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t("statistics.recordId")}</th>
            <th scope="col">{t("statistics.recordWhere")}</th>
            <th scope="col" className="number">
              {t("statistics.recordAmount")}
            </th>
            <th scope="col">{t("statistics.recordDay")}</th>
            <th scope="col">{t("statistics.recordKnown")}</th>
            <th scope="col">{t("statistics.recordSource")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.areaCode} ${row.id}`}>
              <th scope="row">
                <RecordLink row={row} />
                <span className="quiet"> {wordsText(t, row)}</span>
              </th>
              <td>{row.enterpriseName ?? row.enterpriseId}</td>
              <td className="number">{formatNumber(row.amount, languageNow(), 2)}</td>
              <td>{row.day === null ? "–" : formatDay(row.day, languageNow())}</td>
              <td>{row.knownAt === null ? "–" : formatMinute(row.knownAt, languageNow())}</td>
              <td>{row.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const wordsText = (t: Parameters<typeof wordOf>[0], { words }: StatisticsRow): string =>
  Object.entries(words)
    .filter(([, word]) => word !== "")
    .map(([dimension, word]) => wordOf(t, dimension as Dimension, word))
    .join(" · ");

const NEAR_ZOOM = 16;

/** Opens what the record is of, on the map and in its own panel where it has one, or what stands for it: an inspector's record with its photos. */
function RecordLink({ row }: { readonly row: StatisticsRow }) {
  const { t } = useTranslation();
  const { view, camera } = useStores();
  const { id, kind, lngLat, recordId } = row;
  const opens = openerOf(view, row);
  if (opens === null && lngLat === null) return <span>{id}</span>;
  const open = () => {
    opens?.();
    if (!lngLat) return;
    const [lng, lat] = lngLat;
    camera.say({ kind: "fly", lng, lat, zoom: NEAR_ZOOM });
  };
  return (
    <button
      type="button"
      className="link"
      title={kind === "other" && recordId !== null ? t("statistics.openEvidence") : undefined}
      onClick={open}
    >
      {id}
    </button>
  );
}

function openerOf(view: ViewStore, { id, kind, recordId }: StatisticsRow): (() => void) | null {
  switch (kind) {
    case "alarm":
      return () => openAlarm(view, id);
    case "hazard":
      return () => openHazard(view, id);
    case "other":
      return recordId === null ? null : () => openEvidence(view, recordId);
    default:
      return () => select(view, { kind, id });
  }
}
