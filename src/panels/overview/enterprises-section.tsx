import { useTranslation } from "react-i18next";
import type { Overview } from "#contract/overview.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores } from "#state/stores.tsx";
import { select } from "#state/view.ts";
import { BarTable } from "#ui/bar-table.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";

const SHOWN = 8;

/** Enterprises by licence kind, and whose licence ends soon or has ended. */
export function EnterprisesSection({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation();
  const language = languageNow();
  const { byLicence, total } = overview.enterprises;
  return (
    <Section
      title={t("overview.enterprises")}
      unit={`${formatNumber(total, language)} ${t("overview.unitEnterprises")}`}
    >
      {total === 0 ? (
        <Empty>{t("overview.empty.enterprises")}</Empty>
      ) : (
        <>
          <BarTable
            caption={t("overview.enterprises")}
            labelHead={t("overview.licence")}
            valueHead={t("overview.count")}
            rows={byLicence.map(({ kind, count }) => ({
              key: kind,
              label: t(`gas.licenceKind.${kind}`),
              value: count,
              text: formatNumber(count, language),
            }))}
          />
          <Expiring expiring={overview.enterprises.expiring} />
        </>
      )}
    </Section>
  );
}

function Expiring({ expiring }: { readonly expiring: Overview["enterprises"]["expiring"] }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const days = (left: number) => {
    if (left === 0) return t("overview.expiresToday");
    return left > 0 ? t("overview.daysLeft", { count: left }) : t("overview.expired", { count: -left });
  };
  if (expiring.length === 0) return <p className="quiet">{t("overview.noExpiring")}</p>;
  return (
    <>
      <h4 className="sub">{t("overview.expiring")}</h4>
      <ul className="expiring">
        {expiring.slice(0, SHOWN).map((row) => (
          <li key={`${row.enterpriseId}:${row.kind}`}>
            <button type="button" onClick={() => select(view, { kind: "enterprise", id: row.enterpriseId })}>
              {row.name}
            </button>
            <span className={row.daysLeft < 0 ? "over" : "quiet"}>{days(row.daysLeft)}</span>
          </li>
        ))}
      </ul>
      {expiring.length > SHOWN && (
        <p className="quiet">{t("overview.moreExpiring", { count: expiring.length - SHOWN })}</p>
      )}
    </>
  );
}
