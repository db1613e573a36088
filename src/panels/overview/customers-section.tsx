import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CUSTOMER_CLASSES, type CustomerClass, GAS_KINDS, type GasKind } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { formatCompact, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { customerCross } from "#lib/overview-sums.ts";
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

/** Users: a bar per gas kind, a piece per class. A click on a bar filters by its gas. */
export function CustomersSection({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const theme = useTheme();
  const language = languageNow();
  const only = useView(({ pipeFilter }) => pipeFilter.only.gas);
  const gasKinds = only?.map((k) => GAS_KINDS[k] ?? "urban_ng") ?? [];
  const cross = useMemo(() => customerCross(overview), [overview]);
  const title = t("overview.customers");
  const color = (c: CustomerClass) => theme.chart[CUSTOMER_CLASSES.indexOf(c)] ?? theme.quiet;
  const names = {
    rowName: (g: GasKind) => t(`gas.gasKind.${g}`),
    columnName: (c: CustomerClass) => t(`gas.customerClass.${c}`),
  };

  if (cross.rows.length === 0)
    return (
      <Section title={title}>
        <Empty>{t("overview.empty.customers")}</Empty>
      </Section>
    );
  const pick = (g: GasKind) => togglePipeClass(view, "gas", GAS_KINDS.indexOf(g));
  return (
    <ChartOrTable
      title={title}
      unit={t("overview.customersUnit")}
      chart={
        <>
          <ChartLegend
            parts={cross.columns.map((c) => ({ id: c, name: names.columnName(c), color: color(c) }))}
            pressed={[]}
          />
          <Chart
            height={stackHeight(cross.rows.length)}
            label={`${title} ${t("overview.customersUnit")}`}
            option={stackOption({
              cross,
              ...names,
              color,
              theme,
              format: (n) => formatCompact(n, language),
              chosen: { rows: gasKinds, columns: [] },
            })}
            onPick={({ dataIndex }) => {
              const row = cross.rows[dataIndex];
              if (row) pick(row);
            }}
          />
        </>
      }
      table={
        <CrossTable
          caption={title}
          corner={t("overview.gasKind")}
          cross={cross}
          {...names}
          format={(n) => formatNumber(n, language)}
          onPickRow={pick}
          pressed={{ rows: gasKinds, columns: [] }}
        />
      }
    />
  );
}
