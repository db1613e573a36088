import { useTranslation } from "react-i18next";
import { REGION_TOOLS, type RegionTool, takeTool } from "#state/chosen-pipes.ts";
import { useChosenPipes, useStores, useView } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";
import "./region.css";

const HINTS = { lasso: "lassoHint", polygon: "polygonHint" } as const satisfies Readonly<Record<RegionTool, string>>;

/** Tools that draw a region on the map; the one in hand is put away by pressing it again. */
export function RegionTools() {
  const { t } = useTranslation();
  const { view, chosenPipes } = useStores();
  const { tool, hasRegion } = useChosenPipes((chosen) => ({ tool: chosen.tool, hasRegion: chosen.polygon !== null }));
  const isShown = useView(({ panel }) => panel === "region");
  return (
    <div className="region-tools">
      <fieldset aria-label={t("legend.region.tools")}>
        {REGION_TOOLS.map((one) => (
          <button
            key={one}
            type="button"
            className="icon-button"
            aria-pressed={tool === one}
            aria-label={t(`legend.region.${one}`)}
            title={`${t(`legend.region.${one}`)}：${t(`legend.region.${HINTS[one]}`)}`}
            onClick={() => takeTool(chosenPipes, tool === one ? null : one)}
          >
            <Icon name={one} />
          </button>
        ))}
        {hasRegion && (
          <button
            type="button"
            className="icon-button"
            aria-pressed={isShown}
            aria-label={t("legend.region.title")}
            title={t("legend.region.title")}
            onClick={() => openPanel(view, "region")}
          >
            <Icon name="table" />
          </button>
        )}
      </fieldset>
    </div>
  );
}
