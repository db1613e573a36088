import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountsQuery, revoke } from "#api/admin.ts";
import type { AccountRow } from "#contract/session.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import "#ui/data-table.css";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { Empty } from "#ui/notice.tsx";
import { problemWords } from "#ui/problem-words.ts";
import "./admin.css";

/** Who has an account in the caller's area, whether it is locked, and how to sign it out everywhere. */
export function AccountsPanel() {
  const { t } = useTranslation();
  const language = languageNow();
  const queries = useQueryClient();
  const accounts = useQuery(accountsQuery);
  const revoking = useMutation({
    mutationFn: revoke,
    onSettled: () => queries.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  });
  return (
    <PanelFrame title={t("admin.accounts")}>
      <div aria-live="polite">
        {revoking.isSuccess && (
          <p className="notice slim">
            {t("admin.revoked", { account: revoking.variables, count: revoking.data.revoked })}
          </p>
        )}
        {revoking.isError && (
          <p className="notice failed">{t("admin.revokeFailed", { reason: problemWords(revoking.error) })}</p>
        )}
      </div>
      <Answer query={accounts}>
        {(data) =>
          data.accounts.length === 0 ? (
            <Empty>{t("admin.accountsEmpty")}</Empty>
          ) : (
            <div className="table-scroll admin-table">
              <table className="data-table">
                <caption className="seen-by-readers-only">{t("admin.accounts")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("admin.account")}</th>
                    <th scope="col">{t("admin.name")}</th>
                    <th scope="col">{t("admin.role")}</th>
                    <th scope="col">{t("admin.scope")}</th>
                    <th scope="col">{t("admin.state")}</th>
                    <th scope="col">{t("admin.lastSignIn")}</th>
                    <th scope="col" className="number">
                      {t("admin.sessions")}
                    </th>
                    <th scope="col">
                      <span className="seen-by-readers-only">{t("admin.revoke")}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.accounts.map((row) => (
                    <tr key={row.account}>
                      <th scope="row">{row.account}</th>
                      <td>{row.name}</td>
                      <td>{t(`gas.role.${row.role}`)}</td>
                      <td>{`${t(`gas.areaLevel.${row.scope.level}`)} ${row.scope.enterpriseId ?? row.scope.areaCode}`}</td>
                      <td>
                        <LockState lockedUntil={row.lockedUntil} />
                      </td>
                      <td>
                        {row.lastSignIn === null ? (
                          <span className="quiet">{t("admin.neverSignedIn")}</span>
                        ) : (
                          formatInstant(row.lastSignIn, language)
                        )}
                      </td>
                      <td className="number">{formatNumber(row.sessions, language)}</td>
                      <td className="number">
                        <Revoke row={row} isBusy={revoking.isPending} onRevoke={() => revoking.mutate(row.account)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </PanelFrame>
  );
}

function LockState({ lockedUntil }: { readonly lockedUntil: string | null }) {
  const { t } = useTranslation();
  if (lockedUntil === null || Date.parse(lockedUntil) <= Date.now())
    return <span className="quiet">{t("admin.active")}</span>;
  return <span className="locked">{t("admin.lockedUntil", { time: formatInstant(lockedUntil, languageNow()) })}</span>;
}

interface RevokeProps {
  readonly row: AccountRow;
  readonly isBusy: boolean;
  readonly onRevoke: () => void;
}

/** Asks once more: everybody who works under this account is thrown out at once. */
function Revoke({ row, isBusy, onRevoke }: RevokeProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button
        type="button"
        className="button outlined"
        disabled={isBusy}
        aria-label={t("admin.revokeOf", { account: row.account })}
        onClick={() => setAsked(true)}
      >
        {t("admin.revoke")}
      </button>
    );
  return (
    <fieldset className="sure">
      <legend className="seen-by-readers-only">{t("admin.revokeSure", { account: row.account })}</legend>
      <button
        type="button"
        className="button danger"
        onClick={() => {
          setAsked(false);
          onRevoke();
        }}
      >
        {t("admin.revokeYes")}
      </button>
      <button type="button" className="button outlined" onClick={() => setAsked(false)}>
        {t("admin.revokeNo")}
      </button>
    </fieldset>
  );
}
