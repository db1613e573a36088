import { cssVariables, THEMES, type ThemeId } from "#theme/tokens.ts";

/** Puts a theme's colours on the page as custom properties. Through the object model: a strict CSP allows no style tag. */
export function paintTheme(id: ThemeId, root: HTMLElement = document.documentElement): void {
  root.style.cssText = cssVariables(THEMES[id]);
  root.dataset.theme = id;
}
