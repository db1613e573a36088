const dark = () => matchMedia("(prefers-color-scheme: dark)");

/** Whether the system asks for a dark page now. */
export const systemIsDark = (): boolean => dark().matches;

/** Calls back whenever the system changes its mind. */
export const onSystemTheme = (changed: () => void): void => dark().addEventListener("change", changed);
