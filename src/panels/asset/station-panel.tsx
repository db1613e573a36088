import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { stationQuery } from "#api/assets.ts";
import type { Station } from "#contract/station.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { NearbyCameras } from "#panels/video/nearby-cameras.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Equipment } from "./equipment.tsx";
import { Facts } from "./facts.tsx";
import { EnterpriseLink, PlaceLink, StatusWord } from "./links.tsx";
import { TagList } from "./tag-list.tsx";
import { Trend } from "./trend.tsx";

const ZOOM = 16;

/** Everything known of one station: live values first, then what it is, what stands in it, and where the data came from. */
export function StationPanel() {
  const { t } = useTranslation();
  const { camera } = useStores();
  const id = useView((view) => view.selection?.id ?? "");
  const station = useQuery(stationQuery(id));
  const data = station.data;
  return (
    <PanelFrame
      title={data?.name ?? t("shell.panels.station")}
      subtitle={data ? `${t(`gas.stationKind.${data.kind}`)} · ${data.areaName}` : id}
      hasBack
      tools={
        data && (
          <IconButton
            icon="pin"
            label={t("asset.flyTo")}
            onClick={() => camera.say({ kind: "fly", lng: data.lngLat[0], lat: data.lngLat[1], zoom: ZOOM })}
          />
        )
      }
    >
      <Answer query={station} lines={12}>
        {(found) => <StationBody station={found} />}
      </Answer>
    </PanelFrame>
  );
}

function StationBody({ station }: { readonly station: Station }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const tag = station.tags.find(({ id }) => id === chosen) ?? station.tags[0];
  return (
    <>
      <Section title={t("asset.live")}>
        {station.tags.length === 0 ? (
          <Empty>{t("asset.noTags")}</Empty>
        ) : (
          <TagList station={station.id} tags={station.tags} chosen={tag?.id ?? null} onChoose={setChosen} />
        )}
      </Section>
      {tag && <Trend key={tag.id} tag={tag} />}
      <StationFacts station={station} />
      <Equipment nodes={station.nodes} />
      <NearbyCameras at={station.lngLat} />
    </>
  );
}

function StationFacts({ station }: { readonly station: Station }) {
  const { t } = useTranslation();
  const language = languageNow();
  const number = (value: number | null, digits = 1) => (value === null ? null : formatNumber(value, language, digits));
  return (
    <Section title={t("asset.attributes")}>
      <Facts
        facts={[
          { label: t("asset.id"), value: station.id },
          { label: t("asset.kind"), value: t(`gas.stationKind.${station.kind}`) },
          { label: t("asset.gasKind"), value: t(`gas.gasKind.${station.gasKind}`) },
          { label: t("asset.status"), value: <StatusWord status={station.status} /> },
          { label: t("asset.area"), value: <PlaceLink code={station.areaCode} name={station.areaName} /> },
          {
            label: t("asset.enterprise"),
            value: <EnterpriseLink id={station.enterpriseId} name={station.enterpriseName} />,
          },
          { label: t("asset.address"), value: station.address },
          { label: t("asset.pressureLevel"), value: t(`gas.pressureLevel.${station.pressureLevel}`) },
          {
            label: t("asset.outletLevel"),
            value: station.outletLevel && t(`gas.pressureLevel.${station.outletLevel}`),
          },
          { label: t("asset.inlet"), value: number(station.inletKPa), unit: "kPa" },
          { label: t("asset.outlet"), value: number(station.outletKPa, 2), unit: "kPa" },
          { label: t("asset.capacity"), value: number(station.capacityM3h, 0), unit: "m³/h" },
          { label: t("asset.builtYear"), value: station.builtYear },
          {
            label: t("asset.position"),
            value: station.lngLat.map((degrees) => degrees.toFixed(6)).join(", "),
            unit: "CGCS2000",
          },
          {
            label: t("asset.source"),
            value: t("asset.sourceValue", { name: station.datasetName, version: station.datasetVersion }),
          },
        ]}
      />
    </Section>
  );
}
