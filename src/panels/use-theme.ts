import { themeIdOf } from "#state/preferences.ts";
import { usePreferences } from "#state/stores.tsx";
import { THEMES, type Theme } from "#theme/tokens.ts";
import { useMedia } from "#ui/use-media.ts";

/** The colours of the page, for what is drawn on a canvas and cannot read CSS. */
export function useTheme(): Theme {
  const { theme, palette } = usePreferences((preferences) => preferences);
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  return THEMES[themeIdOf({ theme, palette }, systemIsDark)];
}
