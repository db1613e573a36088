import { useTranslation } from "react-i18next";
import type { NetworkCounts } from "#contract/network.ts";
import type { ColorBy } from "#contract/pipe-classes.ts";
import { isToldByTiles, PIPE_LABELS_ZOOM } from "#layers/pipe-labels.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { leftOutAt, type Sum, totalOf } from "#lib/pipe-rows.ts";
import { useInView, useStores, useView } from "#state/stores.tsx";
import { toggleLayer } from "#state/view.ts";

export interface LegendNotesProps {
  readonly by: ColorBy;
  readonly zoom: number;
  readonly counts: Pick<NetworkCounts, "shown" | "leftOut" | "filteredAway" | "live">;
  readonly isFiltered: boolean;
}

/** What the map does not show, and why: without it the numbers above would be half the truth. */
export function LegendNotes({ by, zoom, counts, isFiltered }: LegendNotesProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const reduced = useInView((inView) => inView.reduced);
  const hazards = useInView((inView) => inView.hazards);
  const isLayerOn = useView(({ visible }) => visible.has("pipes"));
  const isLabelled = useView(({ visible }) => visible.has("pipes") && visible.has("pipe-labels"));
  const isToldWhich = useView(({ pipeFilter }) => isToldByTiles(pipeFilter));
  const areLabelsAway = isLabelled && !isToldWhich && zoom >= PIPE_LABELS_ZOOM && !reduced.includes("labels");
  const out = leftOutAt(zoom);
  const shown = totalOf(counts.shown);
  const { leftOut, filteredAway, live } = counts;
  const sums = ({ count, lengthM }: Sum) => ({
    pipes: formatNumber(count, language),
    km: formatKm(lengthM, language),
  });
  const levels =
    out?.levels.map((level) => t(`gas.pressureLevel.${level}`)).join(language === "en" ? ", " : "、") ?? "";
  return (
    <ul className="legend-notes">
      {!isLayerOn && (
        <li>
          {t("legend.layerOff")}{" "}
          <button type="button" className="legend-link" onClick={() => toggleLayer(view, "pipes")}>
            {t("legend.showLayer")}
          </button>
        </li>
      )}
      {shown.count === 0 && leftOut.count === 0 && filteredAway.count === 0 && <li>{t("legend.empty")}</li>}
      {shown.count === 0 && leftOut.count === 0 && filteredAway.count > 0 && <li>{t("legend.allAway")}</li>}
      {out && (
        <li>
          {leftOut.count > 0
            ? t("legend.leftOut", { levels, ...sums(leftOut), zoom: out.from })
            : t("legend.leftOutNone", { levels })}
        </li>
      )}
      {isFiltered && (
        <li>{filteredAway.count > 0 ? t("legend.filteredAway", sums(filteredAway)) : t("legend.filteredAwayNone")}</li>
      )}
      {areLabelsAway && <li>{t("legend.labelsAway")}</li>}
      {by === "pressure" && (
        <li>
          {live
            ? t("legend.live", {
                live: formatNumber(live.count, language),
                filed: formatNumber(shown.count - live.count, language),
              })
            : t("legend.liveNote")}
        </li>
      )}
      {hazards !== "whole" && <li>{t(`legend.hazards.${hazards}`)}</li>}
      {reduced.length > 0 && (
        <li>
          {t("legend.reduced", {
            what: reduced.map((one) => t(`legend.reduction.${one}`)).join(language === "en" ? ", " : "、"),
          })}
        </li>
      )}
    </ul>
  );
}
