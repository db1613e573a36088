import { useTranslation } from "react-i18next";
import { CRITICALITY_CLASSES, type CriticalityAnswer, type WeakStretch } from "#contract/model-criticality.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { MarksLegend } from "#panels/legend/marks-legend.tsx";
import { useStores } from "#state/stores.tsx";
import { Empty, Failed, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Assumptions } from "./assumptions.tsx";
import { Figures } from "./figures.tsx";
import { lookAt } from "./look-at.ts";
import { LoadingNetwork, Ready } from "./network-ready.tsx";
import type { ModelWorkNow } from "./use-model.ts";

const say = (value: number) => formatNumber(value, languageNow());

/** What hangs on single pipes: painted on the map by customers lost, the worst listed. */
export function CriticalityView({ work }: { readonly work: ModelWorkNow }) {
  const { t } = useTranslation();
  const { network, answer, area } = work;
  const found = answer.data?.answer.kind === "criticality" ? answer.data.answer : null;
  if (area === null) return <Empty>{t("criticality.noCounty")}</Empty>;
  if (network.isError) return <Failed error={network.error} onRetry={() => void network.refetch()} />;
  if (!network.isSuccess) return <LoadingNetwork area={area} />;
  if (answer.isError) return <Failed error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!found) return <Skeleton lines={8} />;
  return (
    <>
      <Figures
        figures={[
          {
            label: t("criticality.atRisk"),
            value: say(found.atRisk),
            note: t("criticality.ofCustomers", { n: say(found.customers) }),
          },
          { label: t("criticality.bridges"), value: say(found.bridges) },
          { label: t("criticality.points"), value: say(found.articulationPoints) },
          { label: t("criticality.parts"), value: say(found.parts) },
        ]}
      />
      <MarksLegend shown={CRITICALITY_CLASSES} />
      <p className="model-note quiet">{t("criticality.rest")}</p>
      <Worst found={found} />
      <Assumptions list={found.assumptions} version={found.version} ms={found.ms} />
      <Ready work={work} />
    </>
  );
}

function Worst({ found: { worst } }: { readonly found: CriticalityAnswer }) {
  const { t } = useTranslation();
  return (
    <Section title={t("criticality.worst")} unit={t("criticality.unit")}>
      {worst.length === 0 && <p className="model-note">{t("criticality.none")}</p>}
      <ol className="model-saved" aria-label={t("criticality.worst")}>
        {worst.map((stretch) => (
          <Stretch key={`${stretch.pipes[0] ?? stretch.devices[0]} ${stretch.lngLat.join()}`} stretch={stretch} />
        ))}
      </ol>
    </Section>
  );
}

function Stretch({ stretch }: { readonly stretch: WeakStretch }) {
  const { t } = useTranslation();
  const { camera } = useStores();
  const { pipes, devices, count, lengthM, level, lngLat, customers, isBridge } = stretch;
  const line =
    count === 0
      ? t("criticality.device")
      : t("criticality.line", {
          level: t(`gas.pressureLevel.${level}`),
          n: say(count),
          km: formatKm(lengthM, languageNow()),
        });
  return (
    <li>
      <button type="button" className="button model-name" onClick={() => lookAt(camera, lngLat)}>
        <span>{[pipes[0], ...devices.slice(0, 2)].filter((name) => name !== undefined).join("、")}</span>
        <small className="quiet">
          {line} · {t(isBridge ? "criticality.bridge" : "criticality.notBridge")}
        </small>
      </button>
      <strong>{say(customers)}</strong>
    </li>
  );
}
