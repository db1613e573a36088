import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { areasQuery, enterpriseQuery } from "#api/areas.ts";
import type { Enterprise } from "#contract/area.ts";
import { formatDay, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores, useView } from "#state/stores.tsx";
import { drillTo } from "#state/view.ts";
import { IconButton } from "#ui/icon-button.tsx";
import "#ui/data-table.css";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { Section } from "#ui/section.tsx";
import { Facts } from "./facts.tsx";
import { PlaceLink } from "./links.tsx";

/** One enterprise: who it is, its licences, where it works, and the way to its numbers. */
export function EnterprisePanel() {
  const { t } = useTranslation();
  const { camera } = useStores();
  const id = useView((view) => view.selection?.id ?? "");
  const enterprise = useQuery(enterpriseQuery(id));
  const data = enterprise.data;
  const bbox = data?.bbox;
  return (
    <PanelFrame
      title={data?.name ?? t("shell.panels.enterprise")}
      subtitle={t("shell.panels.enterprise")}
      hasBack
      tools={
        bbox && <IconButton icon="pin" label={t("asset.flyTo")} onClick={() => camera.say({ kind: "fit", bbox })} />
      }
    >
      <Answer query={enterprise} lines={8}>
        {(found) => <EnterpriseBody enterprise={found} />}
      </Answer>
    </PanelFrame>
  );
}

function EnterpriseBody({ enterprise }: { readonly enterprise: Enterprise }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const areas = useQuery(areasQuery);
  const nameOf = (code: string) => areas.data?.areas.find((area) => area.code === code)?.name ?? code;
  return (
    <>
      <Section title={t("asset.attributes")}>
        <Facts
          facts={[
            { label: t("asset.id"), value: enterprise.id },
            { label: t("asset.creditCode"), value: enterprise.creditCode },
            {
              label: t("asset.safetyStaff"),
              value: formatNumber(enterprise.safetyStaff, language),
              unit: t("asset.people"),
            },
            {
              label: t("asset.worksIn"),
              value: enterprise.areas.map((code) => <PlaceLink key={code} code={code} name={`${nameOf(code)} `} />),
            },
          ]}
        />
        <p>
          <button
            type="button"
            className="button outlined"
            onClick={() => drillTo(view, enterprise.areaCode, enterprise.id)}
          >
            {t("asset.seeNumbers")}
          </button>
        </p>
      </Section>
      <Section title={t("asset.licences")}>
        <table className="data-table">
          <caption className="seen-by-readers-only">{t("asset.licences")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("asset.kind")}</th>
              <th scope="col">{t("asset.licenceNumber")}</th>
              <th scope="col" className="number">
                {t("asset.expires")}
              </th>
            </tr>
          </thead>
          <tbody>
            {enterprise.licences.map((licence) => (
              <tr key={`${licence.kind}:${licence.number}`}>
                <th scope="row">{t(`gas.licenceKind.${licence.kind}`)}</th>
                <td>{licence.number}</td>
                <td className="number">{formatDay(licence.expires, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  );
}
