import { useTranslation } from "react-i18next";

export interface ChartLegendProps<T extends string> {
  readonly parts: readonly { readonly id: T; readonly name: string; readonly color: string }[];
  readonly pressed: readonly T[];
  /** Left out when the parts are no filter. */
  readonly onPick?: (id: T) => void;
}

/** Names the pieces of a chart; where they filter, they are buttons. */
export function ChartLegend<T extends string>({ parts, pressed, onPick }: ChartLegendProps<T>) {
  const { t } = useTranslation();
  return (
    <div className="chart-legend">
      {parts.map(({ id, name, color }) =>
        onPick ? (
          <button
            key={id}
            type="button"
            aria-pressed={pressed.includes(id)}
            title={t("overview.filterBy", { name })}
            onClick={() => onPick(id)}
          >
            <i style={{ background: color }} />
            {name}
          </button>
        ) : (
          <span className="key" key={id}>
            <i style={{ background: color }} />
            {name}
          </span>
        ),
      )}
    </div>
  );
}
