import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { ColorBy } from "#contract/pipe-classes.ts";
import { classColors } from "#theme/classes.ts";
import { PRESSURE_WIDTH, type Theme } from "#theme/tokens.ts";

/** Width says the pressure level; where hue says something else, one width stands for all. */
const PLAIN_WIDTH = 3;
const LEAST_WIDTH = 1.5;

/** A piece of line as the map draws a class. */
export function Swatch({ theme, by, k }: { readonly theme: Theme; readonly by: ColorBy; readonly k: number }) {
  const level = by === "level" ? PRESSURE_LEVELS[k] : undefined;
  const width = level ? Math.max(LEAST_WIDTH, PRESSURE_WIDTH[level]) : PLAIN_WIDTH;
  return (
    <svg className="swatch" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">
      <path d="M2 6h20" stroke={classColors(theme, by)[k]} strokeWidth={width} strokeLinecap="round" />
    </svg>
  );
}
