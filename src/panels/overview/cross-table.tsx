import { useTranslation } from "react-i18next";
import { type Cross, columnSums, rowSums, sumOf } from "#lib/overview-sums.ts";
import "#ui/data-table.css";

export interface CrossTableProps<R extends string, C extends string> {
  readonly caption: string;
  readonly corner: string;
  readonly cross: Cross<R, C>;
  readonly rowName: (row: R) => string;
  readonly columnName: (column: C) => string;
  readonly format: (value: number) => string;
  readonly onPickRow?: (row: R) => void;
  readonly onPickColumn?: (column: C) => void;
  readonly pressed: { readonly rows: readonly R[]; readonly columns: readonly C[] };
}

/** The numbers of a stacked chart, with their sums; heads that filter are buttons. */
export function CrossTable<R extends string, C extends string>(props: CrossTableProps<R, C>) {
  const { t } = useTranslation();
  const { cross, format, pressed } = props;
  const sums = rowSums(cross);
  return (
    <div className="table-scroll">
      <table className="data-table">
        <caption className="seen-by-readers-only">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{props.corner}</th>
            {cross.columns.map((column) => (
              <th scope="col" className="number" key={column}>
                <Head
                  name={props.columnName(column)}
                  isPressed={pressed.columns.includes(column)}
                  on={props.onPickColumn && (() => props.onPickColumn?.(column))}
                />
              </th>
            ))}
            <th scope="col" className="number">
              {t("overview.total")}
            </th>
          </tr>
        </thead>
        <tbody>
          {cross.rows.map((row, i) => (
            <tr key={row}>
              <th scope="row">
                <Head
                  name={props.rowName(row)}
                  isPressed={pressed.rows.includes(row)}
                  on={props.onPickRow && (() => props.onPickRow?.(row))}
                />
              </th>
              {(cross.values[i] ?? []).map((value, at) => (
                <td className="number" key={cross.columns[at]}>
                  {value === 0 ? "–" : format(value)}
                </td>
              ))}
              <td className="number strong">{format(sums[i] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("overview.total")}</th>
            {columnSums(cross).map((value, at) => (
              <td className="number" key={cross.columns[at]}>
                {format(value)}
              </td>
            ))}
            <td className="number strong">{format(sumOf(sums))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Head({ name, isPressed, on }: { name: string; isPressed: boolean; on: (() => void) | undefined }) {
  if (!on) return name;
  return (
    <button type="button" className="head-button" aria-pressed={isPressed} onClick={on}>
      {name}
    </button>
  );
}
