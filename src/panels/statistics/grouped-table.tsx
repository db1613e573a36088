import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import "#ui/data-table.css";
import { type GroupedLine, groupedLines } from "./grouped-lines.ts";
import { linesOf, type SortKey, sorted } from "./lines.ts";
import { Gap, Head, moveInTable, NumberCell, ROW_HEIGHT, shareText, useSight } from "./table-parts.tsx";
import { figureText, keyName } from "./words.ts";

/** Name, figure, completeness. */
const WIDTH = 3;

/** The same figures one beneath the other: each line of the first dimension with its own figure, then its parts by the second. */
export function GroupedTable({ answer }: { readonly answer: Statistics }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { threshold, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { threshold: s.threshold, cell: s.cell };
  });
  const [sort, setSort] = useState<SortKey>({ by: "order", isDown: false });
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(
    () => groupedLines(sorted(linesOf(answer), sort), { shut, isBySize: sort.by === "total" }),
    [answer, sort, shut],
  );
  const { box, from, to, onScroll } = useSight(lines.length);
  const toggle = (key: string) =>
    setShut((before) =>
      before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set(before).add(key),
    );
  const open = (row: string, column: string | null) =>
    setStatistics(view, { cell: cell?.row === row && cell.column === column ? null : { row, column } });
  const direction = (by: SortKey["by"]) => (sort.by !== by ? "none" : sort.isDown ? "descending" : "ascending");
  const sortBy = (by: SortKey["by"], isNumber: boolean) =>
    setSort({ by, isDown: sort.by === by ? !sort.isDown : isNumber });
  const names = [answer.rows, answer.columns].flatMap((one) => (one ? [t(`statistics.dimension.${one}`)] : []));
  return (
    <>
      <p className="quiet">{t("statistics.groupHint")}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a region of its own would be one heading too many */}
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
              <Head
                name={names.join(" / ")}
                isNumber={false}
                sort={direction("order")}
                onSort={() => sortBy("order", false)}
              />
              <Head
                name={t("statistics.whole")}
                isNumber
                sort={direction("total")}
                onSort={() => sortBy("total", true)}
              />
              <th scope="col" title={t("statistics.completeHint")}>
                {t("statistics.complete")}
              </th>
            </tr>
          </thead>
          <tbody>
            {from > 0 && <Gap height={from * ROW_HEIGHT} width={WIDTH} />}
            {lines.slice(from, to).map((one) => (
              <GroupedRow
                key={one.kind === "group" ? one.line.key : `${one.line.key}:${one.column}`}
                {...{ one, answer, threshold }}
                isShut={shut.has(one.line.key)}
                openCell={cell}
                onToggle={() => toggle(one.line.key)}
                onOpen={open}
              />
            ))}
            {to < lines.length && <Gap height={(lines.length - to) * ROW_HEIGHT} width={WIDTH} />}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("statistics.whole")}</th>
              <td className="number strong">{figureText(answer.measure, answer.total)}</td>
              <td className="number">{shareText(answer.completeness)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}

interface GroupedRowProps {
  readonly one: GroupedLine;
  readonly answer: Statistics;
  readonly threshold: number | null;
  readonly isShut: boolean;
  readonly openCell: { readonly row: string; readonly column: string | null } | null;
  readonly onToggle: () => void;
  readonly onOpen: (row: string, column: string | null) => void;
}

function GroupedRow({ one, answer, threshold, isShut, openCell, onToggle, onOpen }: GroupedRowProps) {
  const { t } = useTranslation();
  const { line } = one;
  const group = keyName(t, answer.rows, line);
  const column = one.kind === "part" ? answer.columnKeys[one.column] : undefined;
  const name = column ? keyName(t, answer.columns, column) : group;
  const isOpen = openCell?.row === line.key && openCell.column === (column?.key ?? null);
  return (
    <tr className={`${isOpen ? "opened" : ""} ${column ? "part" : "group"}`} style={{ height: ROW_HEIGHT }}>
      <th scope="row">
        {column || one.kind === "part" ? (
          <span title={name}>{name}</span>
        ) : (
          <button type="button" className="enter" aria-expanded={!isShut} title={group} onClick={onToggle}>
            <span aria-hidden="true">{isShut ? "▸" : "▾"} </span>
            {group}
            {isShut && <span className="quiet"> {t("statistics.groupParts", { count: one.parts })}</span>}
          </button>
        )}
      </th>
      <NumberCell
        measure={answer.measure}
        value={one.kind === "part" ? one.value : (line.total ?? null)}
        threshold={threshold}
        label={column ? `${group} ${name}` : group}
        onOpen={() => onOpen(line.key, column?.key ?? null)}
      />
      <td className="number quiet">{column ? "" : shareText(line.completeness)}</td>
    </tr>
  );
}
