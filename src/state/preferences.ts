import { createStore } from "zustand/vanilla";

/** A person's own choices on this device; never part of a shared link. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  /** Which hues pressure levels and warnings have: the usual, or those that keep apart with each kind of colour blindness. */
  readonly palette: "usual" | "colour_safe";
  readonly language: "zh-CN" | "en";
  /** Whether the legend over the map is unfolded. */
  readonly isLegendOpen: boolean;
  /** Width of the right panel, CSS pixels. */
  readonly panelWidth: number;
}

export const PANEL_WIDTH = { min: 320, usual: 400, max: 860 } as const;

const KEY = "gas.preferences";
const USUAL: Preferences = {
  theme: "system",
  palette: "usual",
  language: "zh-CN",
  isLegendOpen: true,
  panelWidth: PANEL_WIDTH.usual,
};

type Keep = Pick<Storage, "getItem" | "setItem">;

/** Reads what it understands; anything else falls back to the usual. */
export function readPreferences(text: string | null): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const read: unknown = JSON.parse(text ?? "{}");
    if (typeof read === "object" && read !== null) kept = read;
  } catch {
    return USUAL;
  }
  const { theme, palette, language, isLegendOpen, panelWidth } = kept;
  return {
    theme: theme === "light" || theme === "dark" ? theme : USUAL.theme,
    palette: palette === "colour_safe" ? palette : USUAL.palette,
    language: language === "en" ? "en" : USUAL.language,
    isLegendOpen: isLegendOpen !== false,
    panelWidth: typeof panelWidth === "number" ? clampPanelWidth(panelWidth) : USUAL.panelWidth,
  };
}

export const clampPanelWidth = (width: number): number =>
  Math.round(Math.min(PANEL_WIDTH.max, Math.max(PANEL_WIDTH.min, Number.isFinite(width) ? width : PANEL_WIDTH.usual)));

/** A store that writes itself to `keep`; where storage is blocked, choices last as long as the page. */
export function createPreferences(keep: Keep | null) {
  let text: string | null = null;
  try {
    text = keep?.getItem(KEY) ?? null;
  } catch {
    // Storage may be forbidden by the browser's settings.
  }
  const store = createStore<Preferences>(() => readPreferences(text));
  store.subscribe((preferences) => {
    try {
      keep?.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Full or forbidden: the choice still holds for this page.
    }
  });
  return store;
}
export type PreferencesStore = ReturnType<typeof createPreferences>;

/** The theme to draw: the person's choice, or what the system asks for. */
export const resolveTheme = (theme: Preferences["theme"], systemIsDark: boolean): "light" | "dark" =>
  theme === "system" ? (systemIsDark ? "dark" : "light") : theme;

/** The theme to draw, by its id. */
export const themeIdOf = ({ theme, palette }: Pick<Preferences, "theme" | "palette">, systemIsDark: boolean) => {
  const name = resolveTheme(theme, systemIsDark);
  return palette === "usual" ? name : (`${name}_safe` as const);
};

export const togglePalette = (store: PreferencesStore) =>
  store.setState(({ palette }) => ({ palette: palette === "usual" ? "colour_safe" : "usual" }));

export const toggleLegend = (store: PreferencesStore) =>
  store.setState(({ isLegendOpen }) => ({ isLegendOpen: !isLegendOpen }));

export const toggleLanguage = (store: PreferencesStore) =>
  store.setState(({ language }) => ({ language: language === "en" ? "zh-CN" : "en" }));

export const toggleTheme = (store: PreferencesStore, systemIsDark: boolean) =>
  store.setState(({ theme }) => ({ theme: resolveTheme(theme, systemIsDark) === "dark" ? "light" : "dark" }));
