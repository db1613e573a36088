import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AreaMeasure, ChildRow } from "#contract/overview.ts";
import { formatCompact, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import "#ui/data-table.css";
import "./overview.css";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});
const helper = createColumnHelper<typeof features, ChildRow>();

/** Rows shown before "all" is pressed: the panel goes on below. */
const SHOWN = 8;

const byName = new Intl.Collator("zh-CN");

export interface CompareTableProps {
  readonly caption: string;
  readonly rows: readonly ChildRow[];
  readonly measures: readonly AreaMeasure[];
  readonly hovered: string | null;
  readonly onEnter: (row: ChildRow) => void;
  readonly onHover: (row: ChildRow | null) => void;
}

/** Sub-areas side by side: a click on a head sorts, on a row goes there; each number has its bar. */
export function CompareTable({ caption, rows, measures, hovered, onEnter, onHover }: CompareTableProps) {
  const { t } = useTranslation();
  const language = languageNow();
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor("name", { id: "name", sortFn: (a, b) => byName.compare(a.original.name, b.original.name) }),
        ...measures.map((measure) =>
          helper.accessor((row) => row.measures[measure] ?? 0, { id: measure, sortFn: "basic", sortDescFirst: true }),
        ),
      ]),
    [measures],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row) => row.code,
    initialState: { sorting: measures[0] ? [{ id: measures[0], desc: true }] : [] },
  });
  const most = useMemo(
    () => new Map(measures.map((m) => [m, Math.max(0, ...rows.map((row) => row.measures[m] ?? 0))])),
    [rows, measures],
  );
  const heads = table.getHeaderGroups()[0]?.headers ?? [];
  const [isWhole, setWhole] = useState(false);
  const sorted = table.getRowModel().rows;
  const shown = isWhole ? sorted : sorted.slice(0, SHOWN);

  return (
    <div className="table-scroll">
      <table className="data-table compare">
        <caption className="seen-by-readers-only">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <Head
                key={head.id}
                measure={measures.find((m) => m === head.id) ?? null}
                sorted={head.column.getIsSorted()}
                onSort={() => head.column.toggleSorting()}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, original }) => (
            <tr
              key={id}
              className={hovered === id ? "hovered" : ""}
              onPointerEnter={() => onHover(original)}
              onPointerLeave={() => onHover(null)}
            >
              <th scope="row">
                <button
                  type="button"
                  className="enter"
                  title={t("overview.enter", { name: original.name })}
                  onFocus={() => onHover(original)}
                  onBlur={() => onHover(null)}
                  onClick={() => onEnter(original)}
                >
                  {original.name}
                </button>
              </th>
              {measures.map((measure) => (
                <Cell
                  key={measure}
                  text={compareText(measure, original.measures[measure] ?? 0, language)}
                  share={(original.measures[measure] ?? 0) / (most.get(measure) || 1)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > SHOWN && (
        <button type="button" className="button" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("overview.fewer") : t("overview.all", { count: sorted.length })}
        </button>
      )}
    </div>
  );
}

interface HeadProps {
  readonly measure: AreaMeasure | null;
  readonly sorted: "asc" | "desc" | false;
  readonly onSort: () => void;
}

function Head({ measure, sorted, onSort }: HeadProps) {
  const { t } = useTranslation();
  const name = measure ? t(`gas.measure.${measure}`) : t("overview.name");
  const words = { asc: "ascending", desc: "descending" } as const;
  return (
    <th scope="col" className={measure ? "number" : ""} aria-sort={sorted ? words[sorted] : "none"}>
      <button type="button" className="sort" title={t("overview.sortBy", { name })} onClick={onSort}>
        {name}
        <span aria-hidden="true">{sorted === "asc" ? "↑" : sorted === "desc" ? "↓" : ""}</span>
      </button>
    </th>
  );
}

const Cell = ({ text, share }: { readonly text: string; readonly share: number }) => (
  <td className={share > 0 ? "number" : "number quiet"}>
    {text}
    <span className="compare-bar" aria-hidden="true">
      <i style={{ width: `${100 * share}%` }} />
    </span>
  </td>
);

function compareText(measure: AreaMeasure, value: number, language: "zh-CN" | "en"): string {
  if (measure === "gasSuppliedM3" || (measure === "customers" && value >= 100_000))
    return formatCompact(value, language);
  if (measure === "pipeKmPerKm2") return formatNumber(value, language, 3);
  return formatNumber(value, language, measure === "pipeKm" && value < 100 ? 1 : 0);
}
