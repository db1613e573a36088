import type { ReactNode } from "react";
import "./bar-table.css";

export interface BarRow {
  readonly key: string;
  readonly label: string;
  /** Drawn before the label: shape and colour of a state or level. */
  readonly mark?: ReactNode;
  /** Length of the bar, in any unit common to all rows. */
  readonly value: number;
  /** The value as read. */
  readonly text: string;
  readonly note?: ReactNode;
  readonly color?: string | undefined;
  readonly isPressed?: boolean;
}

export interface BarTableProps {
  readonly caption: string;
  readonly labelHead: string;
  readonly valueHead: string;
  readonly rows: readonly BarRow[];
  readonly onPick?: (key: string) => void;
  /** Name of the button of a row. */
  readonly pickLabel?: (label: string) => string;
}

/** A bar chart that is a table: the same rows for eyes, keyboard and readers. */
export function BarTable({ caption, labelHead, valueHead, rows, onPick, pickLabel }: BarTableProps) {
  const most = Math.max(...rows.map((row) => row.value), 0);
  return (
    <table className="bar-table">
      <caption className="seen-by-readers-only">{caption}</caption>
      <thead className="seen-by-readers-only">
        <tr>
          <th scope="col">{labelHead}</th>
          <th scope="col">{valueHead}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={row.isPressed ? "pressed" : ""}>
            <th scope="row">
              {onPick ? (
                <button
                  type="button"
                  aria-pressed={row.isPressed === true}
                  aria-label={pickLabel?.(row.label)}
                  title={row.label}
                  onClick={() => onPick(row.key)}
                >
                  {row.mark}
                  {row.label}
                </button>
              ) : (
                <span title={row.label}>
                  {row.mark}
                  {row.label}
                </span>
              )}
            </th>
            <td className="bar-cell" aria-hidden="true">
              <div
                className="bar"
                style={{
                  width: `${most > 0 ? (100 * row.value) / most : 0}%`,
                  background: row.color ?? "var(--chart-0)",
                }}
              />
            </td>
            <td className="number">
              {row.text}
              {row.note}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
