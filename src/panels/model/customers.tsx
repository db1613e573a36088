import { useTranslation } from "react-i18next";
import { CUSTOMER_KINDS } from "#contract/customer-kind.ts";
import type { CustomerSums } from "#contract/model.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { BarTable } from "#ui/bar-table.tsx";

/** Customers by kind, those of which there are any; hospitals, care homes and schools first. */
export function Customers({ sums, title }: { readonly sums: CustomerSums; readonly title: string }) {
  const { t } = useTranslation();
  const rows = CUSTOMER_KINDS.flatMap((name) => {
    const value = sums[name] ?? 0;
    return value === 0
      ? []
      : [
          {
            key: name,
            label: t(`model.customerKind.${name}`),
            value,
            text: formatNumber(value, languageNow()),
            color: undefined,
          },
        ];
  });
  if (rows.length === 0) return <p className="model-note">{t("model.plan.noCustomers")}</p>;
  return <BarTable caption={title} labelHead={t("legend.class")} valueHead={t("legend.count")} rows={rows} />;
}
