import { PRESSURE_LEVELS, type PressureLevel } from "#contract/gas.ts";
import type { Dimension } from "#contract/statistics-dimensions.ts";
import type { Theme } from "#theme/tokens.ts";

const isLevel = (key: string): key is PressureLevel => PRESSURE_LEVELS.some((level) => level === key);

/** A pressure level has its own colour everywhere; other columns take the chart's in turn. */
export const columnColor = (theme: Theme, columns: Dimension | null, key: string): string | undefined =>
  columns === "pressureLevel" && isLevel(key) ? theme.pressure[key] : undefined;
