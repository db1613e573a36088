import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "./asset.css";

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  readonly unit?: string;
}

/** Attributes as name and value; what nobody recorded says so, so that a gap is seen. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {facts.map(({ label, value, unit }) => {
        const isKnown = value !== null && value !== undefined && value !== "";
        return (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={isKnown ? "" : "quiet"}>
              {isKnown ? value : t("asset.unknown")}
              {isKnown && unit && <small> {unit}</small>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
