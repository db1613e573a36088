import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { MATERIALS, type Material, PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { pipeCross } from "#lib/overview-sums.ts";
import { useTheme } from "#panels/use-theme.ts";
import { useStores, useView } from "#state/stores.tsx";
import { togglePipeClass } from "#state/view.ts";
import { Chart } from "#ui/chart/chart.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { stackHeight, stackOption } from "./chart-options.ts";
import { ChartOrTable } from "./chart-or-table.tsx";
import { CrossTable } from "./cross-table.tsx";

const MATERIAL_ORDER: readonly Material[] = ["steel", "PE100", "PE80", "iron", "galvanised", "other"];

/** Kilometres of pipe: a bar per pressure level, a piece per material. */
export function PipesSection({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const theme = useTheme();
  const language = languageNow();
  const only = useView(({ pipeFilter }) => pipeFilter.only);
  const levels = only.level?.map((k) => PRESSURE_LEVELS[k] ?? "unknown") ?? [];
  const materials = only.material?.map((k) => MATERIALS[k] ?? "other") ?? [];
  const cross = useMemo(() => pipeCross(overview), [overview]);
  const title = t("overview.pipes");
  const format = (km: number) => formatNumber(km, language, km < 10 ? 2 : km < 100 ? 1 : 0);
  const color = (m: Material) => theme.chart[MATERIAL_ORDER.indexOf(m)] ?? theme.quiet;
  const names = {
    rowName: (l: PressureLevel) => t(`gas.pressureLevel.${l}`),
    columnName: (m: Material) => t(`gas.material.${m}`),
  };

  if (cross.rows.length === 0)
    return (
      <Section title={title}>
        <Empty>{t("overview.empty.pipes")}</Empty>
      </Section>
    );
  const pickLevel = (l: PressureLevel) => togglePipeClass(view, "level", PRESSURE_LEVELS.indexOf(l));
  const pickMaterial = (m: Material) => togglePipeClass(view, "material", MATERIALS.indexOf(m));
  return (
    <ChartOrTable
      title={title}
      unit={t("overview.pipesUnit")}
      chart={
        <>
          <ChartLegend
            parts={cross.columns.map((m) => ({ id: m, name: names.columnName(m), color: color(m) }))}
            pressed={materials}
            onPick={pickMaterial}
          />
          <Chart
            height={stackHeight(cross.rows.length)}
            label={`${title} ${t("overview.pipesUnit")}`}
            option={stackOption({
              cross,
              ...names,
              color,
              format,
              theme,
              chosen: { rows: levels, columns: materials },
            })}
            onPick={({ dataIndex }) => {
              const row = cross.rows[dataIndex];
              if (row) pickLevel(row);
            }}
          />
        </>
      }
      table={
        <CrossTable
          caption={title}
          corner={t("overview.level")}
          cross={cross}
          {...names}
          format={format}
          onPickRow={pickLevel}
          onPickColumn={pickMaterial}
          pressed={{ rows: levels, columns: materials }}
        />
      }
    />
  );
}
