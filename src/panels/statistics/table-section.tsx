import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { Section } from "#ui/section.tsx";
import { AnswerTable } from "./answer-table.tsx";
import { CompareTools } from "./compare-tools.tsx";
import { GroupedTable } from "./grouped-table.tsx";
import { measureUnit } from "./words.ts";

export interface TableSectionProps {
  readonly answer: Statistics;
  readonly before: Statistics | null;
}

/** The numbers: the second dimension across, or grouped beneath each line of the first. */
export function TableSection({ answer, before }: TableSectionProps) {
  const { t } = useTranslation();
  const [isGrouped, setGrouped] = useState(false);
  // Changes stand beside lines, not beside their parts.
  const canGroup = answer.columns !== null && before === null;
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
      {canGroup && isGrouped ? <GroupedTable answer={answer} /> : <AnswerTable answer={answer} before={before} />}
    </Section>
  );
}
