import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { PlanPreview, PlanReason } from "#contract/field/patrol-plans.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Empty } from "#ui/notice.tsx";
import "#ui/data-table.css";

const kmOf = (metres: number): string => formatKm(metres, languageNow());

function intervalOf(t: TFunction, { everyDays, agedDays, agedM }: PlanReason): string {
  const usual = t("patrolPlans.every", { n: formatNumber(everyDays, languageNow()) });
  if (agedM === 0 || agedDays === everyDays) return usual;
  return `${usual} · ${t("patrolPlans.aged", { n: formatNumber(agedDays, languageNow()), km: kmOf(agedM) })}`;
}

/** What is due, in rounds and kilometres: by rule with clause and why, and by enterprise. */
export function PlanPreviewRows({ preview }: { readonly preview: PlanPreview }) {
  const { t } = useTranslation();
  const { rounds, pipes, lengthM, busyM, reasons, enterprises } = preview;
  const language = languageNow();
  const busy = busyM > 0 && <p className="quiet">{t("patrolPlans.busy", { km: kmOf(busyM) })}</p>;
  if (pipes === 0)
    return (
      <>
        <Empty>{t("patrolPlans.nothing")}</Empty>
        {busy}
      </>
    );
  return (
    <>
      <p role="status">
        <strong>
          {t("patrolPlans.total", {
            rounds: formatNumber(rounds, language),
            km: kmOf(lengthM),
            pipes: formatNumber(pipes, language),
          })}
        </strong>
      </p>
      {busy}
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t("patrolPlans.rule")}</th>
            {(["due", "overdue", "never"] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(`patrolPlans.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reasons.map((reason) => (
            <tr key={reason.ruleId}>
              <th scope="row">
                {reason.ruleName}
                <div className="quiet">{intervalOf(t, reason)}</div>
                <div className="quiet" lang="zh-CN">
                  {`${reason.clause}（${reason.source}）`}
                </div>
              </th>
              <td className="number">{kmOf(reason.lengthM)} km</td>
              <td className="number">{kmOf(reason.overdueM)} km</td>
              <td className="number">{kmOf(reason.neverM)} km</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="supervise-list">
        {enterprises.map(({ id, name, rounds: own, lengthM: metres }) => (
          <li key={id}>{t("patrolPlans.ofEnterprise", { name, rounds: own, km: kmOf(metres) })}</li>
        ))}
      </ul>
      <p className="quiet">{t("patrolPlans.how")}</p>
    </>
  );
}
