import { Fragment, type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import type { MeasureId } from "#contract/statistics-measures.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { setStatistics, statisticsOf, toggleWord } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import "#ui/data-table.css";
import { figureText, keyName } from "./words.ts";
import { BEFORE, type Beside } from "./use-beside.ts";
import { useOwnName } from "./use-own-name.ts";
import { Gap, Head, moveInTable, NumberCell, ROW_HEIGHT, shareText, useSight } from "./table-parts.tsx";
import { changeOf, type Line, linesOf, type SortKey, sorted, wordDimension } from "./lines.ts";

export interface AnswerTableProps {
  readonly answer: Statistics;
  readonly beside: readonly Beside[];
}

/** The numbers: a head sorts, the first column stays in sight, a line opens its records, a word narrows. */
export function AnswerTable({ answer, beside }: AnswerTableProps) {
  const { t } = useTranslation();
  const { view, highlight } = useStores();
  const { threshold, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { threshold: s.threshold, cell: s.cell };
  });
  const ownName = useOwnName(answer);
  const areas = beside.filter(({ key }) => key !== BEFORE);
  // Of several areas each stands for itself: which two differ by how much is asked by comparing two.
  const hasChange = beside.length === 1;
  const [sort, setSort] = useState<SortKey>({ by: "order", isDown: false });
  const lines = useMemo(() => sorted(linesOf(answer, beside), sort), [answer, beside, sort]);
  const { box, from, to, onScroll } = useSight(lines.length);
  const columns = answer.columns === null ? [] : answer.columnKeys;
  const open = (row: string, column: string | null, area?: string) => {
    const isOpen = cell?.row === row && cell.column === column && cell.area === area;
    setStatistics(view, { cell: isOpen ? null : { row, column, ...(area ? { area } : {}) } });
  };
  const point = (area: string | null) => highlight.setState({ area });
  const head = (by: SortKey["by"], name: string, isNumber = true, area?: string) => (
    <Head
      key={String(by)}
      name={name}
      onPoint={area === undefined ? undefined : (isOver) => point(isOver ? area : null)}
      isNumber={isNumber}
      sort={sort.by === by ? (sort.isDown ? "descending" : "ascending") : "none"}
      onSort={() => setSort({ by, isDown: sort.by === by ? !sort.isDown : isNumber })}
    />
  );
  const shown = lines.slice(from, to);
  const width = 3 + columns.length + areas.length + (hasChange ? 2 : 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a region of its own would be one heading too many
    <div
      className="statistics-table"
      role="group"
      aria-label={t("statistics.table")}
      ref={box}
      onScroll={onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard
      tabIndex={0}
      onKeyDown={moveInTable}
    >
      <table className="data-table" aria-rowcount={lines.length + 2}>
        <caption className="seen-by-readers-only">{t("statistics.table")}</caption>
        <thead>
          <tr>
            {head("order", t(`statistics.dimension.${answer.rows}`), false)}
            {columns.map((column, at) => head(at, keyName(t, answer.columns, column)))}
            {areas.length > 0 ? head("total", ownName, true, answer.area) : head("total", t("statistics.whole"))}
            {areas.map(({ key, name }, at) => head(`beside:${at}`, name, true, key))}
            {hasChange &&
              head("change", areas[0] ? t("statistics.changeFrom", { name: areas[0].name }) : t("statistics.change"))}
            {hasChange && <th scope="col">{t("statistics.changeShare")}</th>}
            <th scope="col" title={t("statistics.completeHint")}>
              {t("statistics.complete")}
            </th>
          </tr>
        </thead>
        <tbody>
          {from > 0 && <Gap height={from * ROW_HEIGHT} width={width} />}
          {shown.map((line) => (
            <Row
              key={line.key}
              {...{ line, answer, threshold, areas, hasChange, onOpen: open }}
              isOpen={cell?.row === line.key}
              onWord={(word) => {
                const dimension = wordDimension(answer.rows);
                if (dimension) toggleWord(view, dimension, word);
              }}
              onHover={(isOver) => point(isOver && /^\d{6}$/.test(line.key) ? line.key : null)}
            />
          ))}
          {to < lines.length && <Gap height={(lines.length - to) * ROW_HEIGHT} width={width} />}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("statistics.whole")}</th>
            {columns.map((column) => (
              <td className="number" key={column.key}>
                {figureText(answer.measure, column.total)}
              </td>
            ))}
            <td className="number strong">{figureText(answer.measure, answer.total)}</td>
            {areas.map(({ key, answer: other }) => (
              <td className="number" key={key}>
                {figureText(answer.measure, other.total)}
              </td>
            ))}
            {hasChange && beside[0] && (
              <Change id={answer.measure} line={{ total: answer.total, beside: [beside[0].answer.total] }} />
            )}
            <td className="number">{shareText(answer.completeness)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface RowProps {
  readonly line: Line;
  readonly answer: Statistics;
  readonly threshold: number | null;
  readonly areas: readonly Beside[];
  readonly hasChange: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (row: string, column: string | null, area?: string) => void;
  readonly onWord: (word: string) => void;
  readonly onHover: (isOver: boolean) => void;
}

function Row({ line, answer, threshold, areas, hasChange, isOpen, onOpen, onWord, onHover }: RowProps) {
  const { t } = useTranslation();
  const name = keyName(t, answer.rows, line);
  const isWord = wordDimension(answer.rows) !== null && line.key !== "none";
  const number = (value: number | null, column: string | null, label: string, area?: string) => (
    <NumberCell
      {...{ value, threshold, label }}
      measure={answer.measure}
      onOpen={() => onOpen(line.key, column, area)}
    />
  );
  const orNone = (value: number | null | undefined, key: string, cell: (value: number | null) => ReactNode) =>
    value === undefined ? (
      <td className="number quiet" key={key}>
        –
      </td>
    ) : (
      <Fragment key={key}>{cell(value)}</Fragment>
    );
  return (
    <tr
      className={isOpen ? "opened" : ""}
      style={{ height: ROW_HEIGHT }}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <th scope="row">
        {isWord ? (
          <button
            type="button"
            className="enter"
            title={t("statistics.onlyThis", { name })}
            onClick={() => onWord(line.key)}
          >
            {name}
          </button>
        ) : (
          <span title={name}>{name}</span>
        )}
      </th>
      {(answer.columns === null ? [] : answer.columnKeys).map((column, at) => {
        const label = `${name} ${keyName(t, answer.columns, column)}`;
        return orNone(line.cells[at], column.key, (value) => number(value, column.key, label));
      })}
      {orNone(line.total, "total", (value) => number(value, null, name))}
      {areas.map((area, at) =>
        orNone(line.beside[at], area.key, (value) => number(value, null, `${name} ${area.name}`, area.key)),
      )}
      {hasChange && <Change id={answer.measure} line={line} />}
      <td className={`number ${line.completeness === null || line.completeness >= 1 ? "quiet" : ""}`}>
        {shareText(line.completeness)}
      </td>
    </tr>
  );
}

interface ChangeProps {
  readonly id: MeasureId;
  readonly line: Pick<Line, "total" | "beside">;
}

function Change({ id, line }: ChangeProps) {
  const change = changeOf(line);
  const then = line.beside[0] ?? 0;
  const sign = change !== null && change > 0 ? "+" : "";
  return (
    <>
      <td className="number">{change === null ? "–" : `${sign}${figureText(id, change)}`}</td>
      <td className="number quiet">
        {change === null || then === 0 ? "–" : `${sign}${formatNumber((100 * change) / then, languageNow(), 1)}%`}
      </td>
    </>
  );
}
