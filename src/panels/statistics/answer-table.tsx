import { Fragment, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import type { MeasureId } from "#contract/statistics-measures.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { setStatistics, statisticsOf, toggleWord } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import "#ui/data-table.css";
import { useAreaNames } from "./use-statistics.ts";
import { figureText, keyName } from "./words.ts";
import { Gap, Head, moveInTable, NumberCell, ROW_HEIGHT, shareText, useSight } from "./table-parts.tsx";
import { type Line, linesOf, type SortKey, sorted, wordDimension } from "./lines.ts";

export interface AnswerTableProps {
  readonly answer: Statistics;
  readonly before: Statistics | null;
}

/** The numbers: a head sorts, the first column stays in sight, a line opens its records, a word narrows. */
export function AnswerTable({ answer, before }: AnswerTableProps) {
  const { t } = useTranslation();
  const { view, highlight } = useStores();
  const { threshold, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { threshold: s.threshold, cell: s.cell };
  });
  const areas = useAreaNames();
  const [sort, setSort] = useState<SortKey>({ by: "order", isDown: false });
  const lines = useMemo(() => sorted(linesOf(answer, before), sort), [answer, before, sort]);
  const { box, from, to, onScroll } = useSight(lines.length);
  const columns = answer.columns === null ? [] : answer.columnKeys;
  const open = (row: string, column: string | null) =>
    setStatistics(view, { cell: cell?.row === row && cell.column === column ? null : { row, column } });
  const head = (by: SortKey["by"], name: string, isNumber = true) => (
    <Head
      key={String(by)}
      name={name}
      isNumber={isNumber}
      sort={sort.by === by ? (sort.isDown ? "descending" : "ascending") : "none"}
      onSort={() => setSort({ by, isDown: sort.by === by ? !sort.isDown : isNumber })}
    />
  );
  const shown = lines.slice(from, to);
  const width = 3 + columns.length + (before ? 2 : 0);
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
            {head("total", t("statistics.whole"))}
            {before &&
              head("change", areas ? t("statistics.changeFrom", { name: areas.before }) : t("statistics.change"))}
            {before && <th scope="col">{t("statistics.changeShare")}</th>}
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
              {...{ line, answer, threshold, onOpen: open }}
              hasBefore={before !== null}
              isOpen={cell?.row === line.key}
              onWord={(word) => {
                const dimension = wordDimension(answer.rows);
                if (dimension) toggleWord(view, dimension, word);
              }}
              onHover={(isOver) => highlight.setState({ area: isOver && /^\d{6}$/.test(line.key) ? line.key : null })}
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
            {before && <Change id={answer.measure} now={answer.total} then={before.total} />}
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
  readonly hasBefore: boolean;
  readonly isOpen: boolean;
  readonly onOpen: (row: string, column: string | null) => void;
  readonly onWord: (word: string) => void;
  readonly onHover: (isOver: boolean) => void;
}

function Row({ line, answer, threshold, hasBefore, isOpen, onOpen, onWord, onHover }: RowProps) {
  const { t } = useTranslation();
  const name = keyName(t, answer.rows, line);
  const isWord = wordDimension(answer.rows) !== null && line.key !== "none";
  const number = (value: number | null, column: string | null, label: string) => (
    <NumberCell {...{ value, threshold, label }} measure={answer.measure} onOpen={() => onOpen(line.key, column)} />
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
      {line.cells.map((value, at) => {
        const column = answer.columnKeys[at];
        if (answer.columns === null || !column) return null;
        const label = `${name} ${keyName(t, answer.columns, column)}`;
        return value === undefined ? (
          <td className="number quiet" key={column.key}>
            –
          </td>
        ) : (
          <Fragment key={column.key}>{number(value, column.key, label)}</Fragment>
        );
      })}
      {number(line.total, null, name)}
      {hasBefore && <Change id={answer.measure} now={line.total} then={line.before} />}
      <td className={`number ${line.completeness === null || line.completeness >= 1 ? "quiet" : ""}`}>
        {shareText(line.completeness)}
      </td>
    </tr>
  );
}

interface ChangeProps {
  readonly id: MeasureId;
  readonly now: number | null;
  readonly then: number | null;
}

function Change({ id, now, then }: ChangeProps) {
  const change = now === null || then === null ? null : now - then;
  const sign = change !== null && change > 0 ? "+" : "";
  return (
    <>
      <td className="number">{change === null ? "–" : `${sign}${figureText(id, change)}`}</td>
      <td className="number quiet">
        {change === null || then === null || then === 0
          ? "–"
          : `${sign}${formatNumber((100 * change) / then, languageNow(), 1)}%`}
      </td>
    </>
  );
}
