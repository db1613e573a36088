import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "#ui/icon-button.tsx";
import { Section } from "#ui/section.tsx";

export interface ChartOrTableProps {
  readonly title: string;
  readonly unit?: string;
  readonly chart: ReactNode;
  readonly table: ReactNode;
}

/** A chart, and the same numbers as a table one key press away. */
export function ChartOrTable({ title, unit, chart, table }: ChartOrTableProps) {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  return (
    <Section
      title={title}
      unit={unit}
      tools={
        <IconButton
          icon={isTable ? "chart" : "table"}
          label={isTable ? t("overview.showChart", { title }) : t("overview.showTable", { title })}
          onClick={() => setTable(!isTable)}
        />
      }
    >
      {isTable ? table : chart}
    </Section>
  );
}
