import type { ReactNode } from "react";

export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly note?: ReactNode;
}

/** A few numbers that matter most, side by side. */
export const Figures = ({ figures }: { readonly figures: readonly Figure[] }) => (
  <dl className="model-figures">
    {figures.map(({ label, value, unit, note }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>
          {value}
          {unit && <small>{unit}</small>}
          {note && <span className="quiet">{note}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
