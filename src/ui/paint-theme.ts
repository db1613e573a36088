import { cssVariables, THEMES, type ThemeName } from "#theme/tokens.ts";

/** Puts a theme's colours on the page as custom properties. Through the object model: a strict CSP allows no style tag. */
export function paintTheme(name: ThemeName, root: HTMLElement = document.documentElement): void {
  root.style.cssText = cssVariables(THEMES[name]);
  root.dataset.theme = name;
}
