import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { datasetsQuery, rejectedQuery } from "#api/admin.ts";
import { formatInstant, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import "#ui/data-table.css";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import "./admin.css";
import { More } from "#panels/more.tsx";

/** What was imported, in which version, and which rows were not taken and why. */
export function DatasetsPanel() {
  const { t } = useTranslation();
  const language = languageNow();
  const datasets = useQuery(datasetsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <PanelFrame title={t("admin.datasets")}>
      {chosen !== null && <Rejected name={chosen} onClose={() => setChosen(null)} />}
      <Answer query={datasets}>
        {({ datasets: rows }) =>
          rows.length === 0 ? (
            <Empty>{t("admin.datasetsEmpty")}</Empty>
          ) : (
            <div className="table-scroll admin-table">
              <table className="data-table">
                <caption className="seen-by-readers-only">{t("admin.datasets")}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t("admin.dataset")}</th>
                    <th scope="col">{t("admin.kind")}</th>
                    <th scope="col" className="number">
                      {t("admin.rows")}
                    </th>
                    <th scope="col" className="number">
                      {t("admin.rejected")}
                    </th>
                    <th scope="col" className="number">
                      {t("admin.version")}
                    </th>
                    <th scope="col">{t("admin.crs")}</th>
                    <th scope="col">{t("admin.importedAt")}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.name}>
                      <th scope="row">{row.name}</th>
                      <td>{t(`gas.datasetKind.${row.kind}`)}</td>
                      <td className="number">{formatNumber(row.rows, language)}</td>
                      <td className="number">
                        {row.rejected === 0 ? (
                          0
                        ) : (
                          <button
                            type="button"
                            className="head-button strong"
                            title={t("admin.rejectedOf", { name: row.name })}
                            onClick={() => setChosen(row.name)}
                          >
                            {formatNumber(row.rejected, language)}
                          </button>
                        )}
                      </td>
                      <td className="number">{row.version}</td>
                      <td>{row.sourceCrs ?? "–"}</td>
                      <td>{formatInstant(row.importedAt, language)}</td>
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

function Rejected({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const rejected = useInfiniteQuery(rejectedQuery(name));
  return (
    <Section
      title={t("admin.rejectedOf", { name })}
      tools={<IconButton icon="close" label={t("shell.keys.close")} onClick={onClose} />}
    >
      <Answer query={rejected}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty>{t("admin.noRejected")}</Empty>;
          return (
            <>
              <div className="table-scroll">
                <table className="data-table">
                  <caption className="seen-by-readers-only">{t("admin.rejectedOf", { name })}</caption>
                  <thead>
                    <tr>
                      <th scope="col" className="number">
                        {t("admin.line")}
                      </th>
                      <th scope="col">{t("admin.field")}</th>
                      <th scope="col">{t("admin.expected")}</th>
                      <th scope="col">{t("admin.received")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={`${row.line}:${row.field}:${row.rule}`}>
                        <td className="number">{row.line}</td>
                        <th scope="row">{row.field ?? row.rule}</th>
                        <td className="wrap">{row.expected}</td>
                        <td className="wrap">{row.received}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <More query={rejected} />
            </>
          );
        }}
      </Answer>
    </Section>
  );
}
