import { useTranslation } from "react-i18next";
import type { ModelAssumption } from "#contract/model-assumptions.ts";
import type { SolveReport } from "#contract/model-solve.ts";
import { Section } from "#ui/section.tsx";
import { SolveLine } from "./solve-line.tsx";

interface AssumptionsProps {
  readonly list: readonly ModelAssumption[];
  /** Of the network it was worked out on, and how long that took; left out where no network is read. */
  readonly version?: string;
  readonly ms?: number;
  /** Of pressures that the result rests on; none where it rests on the graph alone. */
  readonly solve?: SolveReport | null;
}

/** What a result rests on. No result is shown without it. */
export function Assumptions({ list, version, ms, solve }: AssumptionsProps) {
  const { t } = useTranslation();
  return (
    <Section title={t("model.assumptions")}>
      <ul className="model-assumptions">
        {list.map((one) => (
          <li key={one}>{t(`assumption.${one}`)}</li>
        ))}
      </ul>
      {solve && <SolveLine solve={solve} />}
      {version !== undefined && ms !== undefined && (
        <p className="model-note quiet">
          {t("model.computedOn", { version })} · {t("model.took", { ms: Math.round(ms) })}
        </p>
      )}
    </Section>
  );
}
