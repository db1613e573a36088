import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { auditQuery } from "#api/admin.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import "#ui/data-table.css";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { Empty } from "#ui/notice.tsx";
import "./admin.css";
import { More } from "#panels/more.tsx";

const ACTIONS = [
  "session_begin",
  "session_end",
  "session_refused",
  "account_locked",
  "account_revoked",
  "dataset_imported",
  "camera_view",
] as const;

/** An action in words; one that the page does not know yet, by its code. */
function Action({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const known = ACTIONS.find((action) => action === name.replace(".", "_"));
  return known ? t(`admin.actions.${known}`) : name;
}

/** What was done, by whom, when and from where; and whether the chain of records still holds. */
export function AuditPanel() {
  const { t } = useTranslation();
  const language = languageNow();
  const audit = useInfiniteQuery(auditQuery);
  const newest = audit.data?.pages[0];
  return (
    <PanelFrame
      title={t("admin.audit")}
      subtitle={
        newest &&
        (newest.chainIntact ? t("admin.chainIntact") : <span className="chain-broken">{t("admin.chainBroken")}</span>)
      }
    >
      <Answer query={audit}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty>{t("admin.auditEmpty")}</Empty>;
          return (
            <>
              {newest?.chainIntact === false && (
                <p className="notice failed chain-broken" role="alert">
                  {t("admin.chainBroken")}
                </p>
              )}
              <div className="table-scroll admin-table">
                <table className="data-table">
                  <caption className="seen-by-readers-only">{t("admin.audit")}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t("admin.at")}</th>
                      <th scope="col">{t("admin.account")}</th>
                      <th scope="col">{t("admin.action")}</th>
                      <th scope="col">{t("admin.subject")}</th>
                      <th scope="col">{t("admin.ip")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={row.id}>
                        <th scope="row">{formatInstant(row.at, language)}</th>
                        <td>{row.account ?? <span className="quiet">{t("admin.anonymous")}</span>}</td>
                        <td title={row.action}>
                          <Action name={row.action} />
                        </td>
                        <td>{row.subject ?? "–"}</td>
                        <td>{row.ip ?? "–"}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <More query={audit} />
            </>
          );
        }}
      </Answer>
    </PanelFrame>
  );
}
