import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { Section } from "#ui/section.tsx";
import { AnswerTable } from "./answer-table.tsx";
import { CompareTools } from "./compare-tools.tsx";
import { GroupedTable } from "./grouped-table.tsx";
import type { Beside } from "./use-beside.ts";
import { measureUnit } from "./words.ts";

export interface TableSectionProps {
  readonly answer: Statistics;
  readonly beside: readonly Beside[];
}

/** The numbers: the second dimension across, or grouped beneath each line of the first. */
export function TableSection({ answer, beside }: TableSectionProps) {
  const { t } = useTranslation();
  const [isGrouped, setGrouped] = useState(false);
  // Changes stand beside lines, not beside their parts.
  const canGroup = answer.columns !== null && beside.length === 0;
  return (
    <Section title={t("statistics.table")} unit={measureUnit(answer.measure)}>
      <CompareTools />
      {canGroup && (
        <p className="statistics-kinds">
          <button type="button" className="button" aria-pressed={isGrouped} onClick={() => setGrouped(!isGrouped)}>
            {t("statistics.grouped")}
          </button>
        </p>
      )}
      {canGroup && isGrouped ? <GroupedTable answer={answer} /> : <AnswerTable answer={answer} beside={beside} />}
    </Section>
  );
}
