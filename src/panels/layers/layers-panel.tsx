import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { LAYERS } from "#layers/index.ts";
import { LAYER_GROUPS, type LayerModule, type LegendRow } from "#layers/layer.ts";
import type { AreaFill } from "#lib/fill-scale.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { PIPE_WIDTHS } from "#lib/stroke.ts";
import { useFill } from "#panels/overview/use-fill.ts";
import { PanelFrame } from "#panels/shell/panel-frame.tsx";
import { useTheme } from "#panels/use-theme.ts";
import { useStores, useView } from "#state/stores.tsx";
import { drawPipes, setOpacity, toggleLayer } from "#state/view.ts";
import { Section } from "#ui/section.tsx";
import "./layers.css";
import { useStateCounts } from "./state-counts.ts";

/** Layers name their words by key; the keys are checked by a test of the layers. */
type AnyWords = (key: string, holes?: Readonly<Record<string, unknown>>) => string;
const anyWords = (t: TFunction): AnyWords => t as unknown as AnyWords;

const FILL = "area-fill";
const PIPES = "pipes";
const SENSORS = "sensors";

/** Which layers are drawn, how strongly, and what their marks mean. */
export function LayersPanel() {
  const { t } = useTranslation();
  const fill = useFill();
  return (
    <PanelFrame title={t("asset.layers")}>
      {LAYER_GROUPS.toReversed().map((group) => {
        const layers = LAYERS.filter((layer) => layer.group === group && !layer.fixed).toReversed();
        if (layers.length === 0) return null;
        return (
          <Section key={group} title={t(`map.group.${group}`)}>
            {layers.map((layer) => (
              <Layer key={layer.id} layer={layer} fill={fill} />
            ))}
          </Section>
        );
      })}
    </PanelFrame>
  );
}

function Layer({ layer, fill }: { readonly layer: LayerModule; readonly fill: AreaFill | null }) {
  const { t } = useTranslation();
  const words = anyWords(t);
  const { view } = useStores();
  const theme = useTheme();
  const language = languageNow();
  const { isVisible, opacity, measure, colorBy } = useView((v) => ({
    measure: v.fill,
    colorBy: v.colorBy,
    isVisible: v.visible.has(layer.id),
    opacity: v.opacity[layer.id] ?? 1,
  }));
  const name = words(layer.title);
  const isByOther = layer.id === PIPES && colorBy !== "level";
  const legend = isByOther ? [] : layer.legend(theme, fill);
  return (
    <div className="layer">
      <div className="layer-top">
        <label>
          <input type="checkbox" checked={isVisible} onChange={() => toggleLayer(view, layer.id)} />
          <span>
            {name}
            {layer.id === FILL && measure !== null && (
              <span className="quiet"> {[t(`gas.measure.${measure}`), t(`gas.measureUnit.${measure}`)].join(" ")}</span>
            )}
          </span>
        </label>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(opacity * 100)}
          disabled={!isVisible}
          aria-label={t("asset.opacityOf", { name })}
          onChange={({ target }) => setOpacity(view, layer.id, Number(target.value) / 100)}
        />
        <output>{formatPercent(opacity, language)}</output>
      </div>
      {isVisible && layer.id === PIPES && <Widths />}
      {isVisible && isByOther && <p className="layer-note">{t("asset.byOther", { by: t(`legend.by.${colorBy}`) })}</p>}
      {isVisible && legend.length > 0 && (
        <ul className="layer-legend" aria-label={`${name} ${t("asset.legend")}`}>
          {layer.id === SENSORS ? (
            <CountedLines rows={legend} />
          ) : (
            legend.map((row) => <LegendLine key={row.label + JSON.stringify(row.with ?? {})} row={row} />)
          )}
        </ul>
      )}
    </div>
  );
}

/** Whether pipes grow wider as the map comes nearer. */
function Widths() {
  const { t } = useTranslation();
  const { view } = useStores();
  const widths = useView((v) => v.pipeWidths);
  return (
    <label className="layer-choice">
      {t("asset.pipeWidths")}
      <select
        value={widths}
        onChange={({ target }) => {
          const chosen = PIPE_WIDTHS.find((one) => one === target.value);
          if (chosen) drawPipes(view, chosen);
        }}
      >
        {PIPE_WIDTHS.map((one) => (
          <option key={one} value={one}>
            {t(`asset.widths.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Rows of the sensors' states, in their order, each with how many are so on the screen. */
function CountedLines({ rows }: { readonly rows: readonly LegendRow[] }) {
  const counts = useStateCounts();
  return rows.map((row, state) => <LegendLine key={row.label} row={row} count={counts?.[state]} />);
}

function LegendLine({ row, count }: { readonly row: LegendRow; readonly count?: number | undefined }) {
  const { t } = useTranslation();
  const language = languageNow();
  const holes = Object.fromEntries(
    Object.entries(row.with ?? {}).map(([key, value]) => [key, formatNumber(value, language, 2)]),
  );
  return (
    <li>
      <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
        {row.mark.map((path) => (
          <path
            key={`${path.d}${path.fill ?? ""}${path.stroke ?? ""}`}
            d={path.d}
            fill={path.fill ?? "none"}
            stroke={path.stroke ?? "none"}
            strokeWidth={path.width ?? 1}
            strokeDasharray={path.dash}
          />
        ))}
      </svg>
      {anyWords(t)(row.label, holes)}
      {count !== undefined && <span className="layer-count">{formatNumber(count, language)}</span>}
    </li>
  );
}
