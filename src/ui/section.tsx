import { type ReactNode, useId } from "react";
import "./section.css";

export interface SectionProps {
  readonly title: string;
  /** Unit or scope, in a quieter tone. */
  readonly unit?: string | undefined;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a panel, with its own heading for readers to jump to. */
export function Section({ title, unit, tools, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-top">
        <h3 id={id}>{title}</h3>
        {unit && <span className="quiet">{unit}</span>}
        <span className="section-space" />
        {tools}
      </div>
      {children}
    </section>
  );
}
