import { useTranslation } from "react-i18next";
import { usePlace } from "#panels/shell/place.ts";
import { useTheme } from "#panels/use-theme.ts";
import { classColors, mixed } from "#theme/classes.ts";

const CLASS = 5;
const ESTIMATED_SHARE = 0.4;

/** Under pressure, in a county: how sure a colour is. Full where a sensor sits, fainter where it is solved, grey where readings are old. */
export function PressureStates() {
  const { t } = useTranslation();
  const theme = useTheme();
  const { area } = usePlace();
  if (area?.level !== "county") return null;
  const color = classColors(theme, "pressure")[CLASS] ?? theme.text;
  const rows = [
    ["measured", color],
    ["estimated", mixed(color, theme.land, ESTIMATED_SHARE)],
    ["stale", theme.state.stale],
  ] as const;
  return (
    <ul className="legend-notes">
      {rows.map(([name, stroke]) => (
        <li key={name}>
          <svg className="swatch" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
            <path d="M2 6h20" stroke={stroke} strokeWidth={3} strokeLinecap="round" />
          </svg>{" "}
          {t(`model.state.${name}`)}：{t(`model.state.${name}Hint`)}
        </li>
      ))}
    </ul>
  );
}
