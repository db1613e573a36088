import { useState } from "react";
import { useTranslation } from "react-i18next";
import { partsOf } from "#lib/pipe-filter.ts";
import { toggleLegend } from "#state/preferences.ts";
import { usePreferences, useStores, useView } from "#state/stores.tsx";
import { Icon } from "#ui/icon.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { ColorBySelect, LegendBody } from "./legend-body.tsx";
import "./legend.css";

interface FrameProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly className: string;
}

/** The legend over the map: unfolded a small window, folded a button that says how many filters there are. */
function Frame({ isOpen, onToggle, className }: FrameProps) {
  const { t } = useTranslation();
  const { by, filters } = useView((v) => ({ by: v.colorBy, filters: partsOf(v.pipeFilter).length }));
  if (!isOpen)
    return (
      <button type="button" className={`legend-button ${className}`} aria-expanded={false} onClick={onToggle}>
        <Icon name="legend" size={16} />
        {t("legend.open")}
        {filters > 0 && <span className="legend-badge">{filters}</span>}
      </button>
    );
  return (
    <section className={`legend ${className}`} aria-label={t("legend.title")}>
      <div className="legend-top">
        <ColorBySelect by={by} />
        <IconButton icon="down" label={t("legend.fold")} aria-expanded onClick={onToggle} />
      </div>
      <LegendBody />
    </section>
  );
}

/** Folded or not is kept on the device. */
export function DeskLegend() {
  const { preferences } = useStores();
  const isOpen = usePreferences((p) => p.isLegendOpen);
  return <Frame isOpen={isOpen} onToggle={() => toggleLegend(preferences)} className="on-desk" />;
}

/** A button under the thumb; unfolded a sheet from below. */
export function PhoneLegend() {
  const [isOpen, setOpen] = useState(false);
  return <Frame isOpen={isOpen} onToggle={() => setOpen(!isOpen)} className="on-phone" />;
}
