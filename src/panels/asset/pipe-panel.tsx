import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { pipeQuery } from "#api/assets.ts";
import { MATERIALS } from "#contract/gas.ts";
import type { Pipe } from "#contract/station.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { lazyOffice } from "#panels/office-words.ts";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { ErrorBoundary } from "#ui/error-boundary.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Facts } from "./facts.tsx";
import { EnterpriseLink, PlaceLink, StatusWord } from "./links.tsx";

/** Fetched with the words of hazards, after the pipe's own facts are there. */
const PipeHazards = lazyOffice(() => import("./pipe-hazards.tsx"), "PipeHazards");

/** Everything known of one pipe segment, and what is wrong with it. */
export function PipePanel() {
  const { t } = useTranslation();
  const { camera } = useStores();
  const id = useView((view) => view.selection?.id ?? "");
  const pipe = useQuery(pipeQuery(id));
  const data = pipe.data;
  const showWhole = (path: Pipe["path"]) => {
    const lngs = path.map(([lng]) => lng);
    const lats = path.map(([, lat]) => lat);
    camera.say({
      kind: "fit",
      bbox: [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)],
    });
  };
  return (
    <PanelFrame
      title={data ? `${t(`gas.pressureLevel.${data.pressureLevel}`)} DN${data.dnMm}` : t("shell.panels.pipe")}
      subtitle={data ? `${t("shell.panels.pipe")} · ${data.areaName}` : id}
      hasBack
      tools={data && <IconButton icon="pin" label={t("asset.flyTo")} onClick={() => showWhole(data.path)} />}
    >
      <Answer query={pipe} lines={12}>
        {(found) => (
          <>
            <PipeFacts pipe={found} />
            <ErrorBoundary fallback={(retry) => <Failed error={null} onRetry={retry} />}>
              <Suspense fallback={<Skeleton lines={3} />}>
                <PipeHazards pipe={found.id} />
              </Suspense>
            </ErrorBoundary>
          </>
        )}
      </Answer>
    </PanelFrame>
  );
}

function PipeFacts({ pipe }: { readonly pipe: Pipe }) {
  const { t } = useTranslation();
  const language = languageNow();
  const number = (value: number | null, digits = 1) => (value === null ? null : formatNumber(value, language, digits));
  const material = MATERIALS.find((m) => m === pipe.material);
  return (
    <Section title={t("asset.attributes")}>
      <Facts
        facts={[
          { label: t("asset.id"), value: pipe.id },
          { label: t("asset.pressureLevel"), value: t(`gas.pressureLevel.${pipe.pressureLevel}`) },
          { label: t("asset.status"), value: <StatusWord status={pipe.status} /> },
          { label: t("asset.gasKind"), value: t(`gas.gasKind.${pipe.gasKind}`) },
          { label: t("asset.material"), value: material ? t(`gas.material.${material}`) : pipe.material },
          { label: t("asset.dn"), value: number(pipe.dnMm), unit: "mm" },
          { label: t("asset.wall"), value: number(pipe.wallMm), unit: "mm" },
          { label: t("asset.length"), value: number(pipe.lengthM), unit: "m" },
          { label: t("asset.depth"), value: number(pipe.depthM, 2), unit: "m" },
          { label: t("asset.laidYear"), value: pipe.laidYear },
          { label: t("asset.design"), value: number(pipe.designKPa), unit: "kPa" },
          { label: t("asset.operating"), value: number(pipe.operatingKPa, 2), unit: "kPa" },
          { label: t("asset.flow"), value: number(pipe.flowM3h), unit: "m³/h" },
          { label: t("asset.anticorrosion"), value: pipe.anticorrosion },
          { label: t("asset.area"), value: <PlaceLink code={pipe.areaCode} name={pipe.areaName} /> },
          { label: t("asset.enterprise"), value: <EnterpriseLink id={pipe.enterpriseId} name={pipe.enterpriseName} /> },
          { label: t("asset.fromNode"), value: pipe.fromNode },
          { label: t("asset.toNode"), value: pipe.toNode },
          { label: t("asset.accuracy"), value: number(pipe.surveyAccuracyM, 2), unit: "m" },
          { label: t("asset.sourceCrs"), value: pipe.sourceCrs },
          {
            label: t("asset.source"),
            value: t("asset.sourceValue", { name: pipe.datasetName, version: pipe.datasetVersion }),
          },
        ]}
      />
    </Section>
  );
}
