import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MeasureId } from "#contract/statistics-measures.ts";
import { formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { figureText } from "./words.ts";

/** More lines than this are drawn as far as they are in sight. */
const WHOLE = 60;
/** CSS pixels. */
export const ROW_HEIGHT = 32;
const ROOM = 480;
const SPARE = 8;

export const shareText = (share: number | null): string => (share === null ? "–" : formatPercent(share, languageNow()));

/** Which lines are in sight of a table that scrolls by itself. */
export function useSight(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const onScroll = () => setTop(box.current?.scrollTop ?? 0);
  if (count <= WHOLE) return { box, from: 0, to: count, onScroll };
  const from = Math.max(0, Math.floor(top / ROW_HEIGHT) - SPARE);
  return { box, from, to: Math.min(count, from + Math.ceil(ROOM / ROW_HEIGHT) + 2 * SPARE), onScroll };
}

/** The room of lines that are out of sight. */
export const Gap = ({ height, width }: { readonly height: number; readonly width: number }) => (
  <tr style={{ height }}>
    <td colSpan={width} />
  </tr>
);

/** Arrows lead from number to number, as in a sheet. */
export function moveInTable(event: KeyboardEvent<HTMLElement>): void {
  const at = (event.target as HTMLElement).closest("button");
  const cell = at?.closest("td, th") as HTMLTableCellElement | null | undefined;
  const row = cell?.parentElement as HTMLTableRowElement | null | undefined;
  if (!cell || !row) return;
  const [down, right] =
    { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [];
  if (down === undefined || right === undefined) return;
  const rows = [...(row.closest("table")?.rows ?? [])];
  const next = rows[rows.indexOf(row) + down]?.cells[cell.cellIndex + right]?.querySelector("button");
  if (!next) return;
  event.preventDefault();
  next.focus();
}

interface HeadProps {
  readonly name: string;
  readonly isNumber: boolean;
  readonly sort: "ascending" | "descending" | "none";
  readonly onSort: () => void;
  /** Pointed at or left, by pointer or keyboard: what the column stands for is shown elsewhere too. */
  readonly onPoint?: ((isOver: boolean) => void) | undefined;
}

/** A heading that sorts. */
export function Head({ name, isNumber, sort, onSort, onPoint }: HeadProps) {
  const { t } = useTranslation();
  return (
    <th
      scope="col"
      className={isNumber ? "number" : ""}
      aria-sort={sort}
      onPointerEnter={() => onPoint?.(true)}
      onPointerLeave={() => onPoint?.(false)}
    >
      <button
        type="button"
        className="sort"
        title={t("statistics.sortBy", { name })}
        onClick={onSort}
        onFocus={() => onPoint?.(true)}
        onBlur={() => onPoint?.(false)}
      >
        {name}
        <span aria-hidden="true">{sort === "ascending" ? "↑" : sort === "descending" ? "↓" : ""}</span>
      </button>
    </th>
  );
}

interface NumberCellProps {
  readonly measure: MeasureId;
  /** null = kept back. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly label: string;
  readonly onOpen: () => void;
}

/** A number that opens its records, marked where it is beyond the threshold. */
export function NumberCell({ measure, value, threshold, label, onOpen }: NumberCellProps) {
  const { t } = useTranslation();
  const isBeyond = threshold !== null && value !== null && value > threshold;
  return (
    <td className={`number ${isBeyond ? "beyond" : ""}`}>
      <button
        type="button"
        className="figure-button"
        disabled={value === null}
        aria-label={`${label} ${figureText(measure, value)}${isBeyond ? `，${t("statistics.beyond")}` : ""}`}
        title={value === null ? t("statistics.suppressed") : t("statistics.openRows", { name: label })}
        onClick={onOpen}
      >
        {isBeyond && <span aria-hidden="true">▲ </span>}
        {figureText(measure, value)}
      </button>
    </td>
  );
}
