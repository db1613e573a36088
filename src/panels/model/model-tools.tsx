import { useTranslation } from "react-i18next";
import { MODEL_MODES, type ModelMode, takeMode } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { Icon, type IconName } from "#ui/icon.tsx";
import "./model.css";

const ICONS: Readonly<Record<ModelMode, IconName>> = {
  isolate: "valve",
  trace: "trace",
  profile: "profile",
  measure: "measure",
  scenario: "scenario",
  consequence: "hazard",
  methane: "well",
  winter: "winter",
  criticality: "critical",
};

/** Modes of analysis; the one in hand is put away by pressing it again. */
export function ModelTools() {
  const { t } = useTranslation();
  const { model } = useStores();
  const mode = useModel((m) => m.mode);
  return (
    <fieldset className="model-tools" aria-label={t("model.tools")}>
      {MODEL_MODES.map((one) => (
        <button
          key={one}
          type="button"
          className="icon-button"
          aria-pressed={mode === one}
          aria-label={t(`model.mode.${one}`)}
          title={`${t(`model.mode.${one}`)}：${t(`model.start.${one}`)}`}
          onClick={() => takeMode(model, one)}
        >
          <Icon name={ICONS[one]} />
        </button>
      ))}
    </fieldset>
  );
}
