export interface WayDrawingProps {
  /** Degrees, and seconds since the beginning. */
  readonly line: readonly (readonly [number, number, number])[];
  readonly label: string;
}

const SIZE = 96;
const EDGE = 8;

/** The shape of a way, north up: a ring where it begins, a dot where it ends. */
export function WayDrawing({ line, label }: WayDrawingProps) {
  const [first] = line;
  if (first === undefined) return null;
  const cos = Math.cos((first[1] * Math.PI) / 180);
  const places = line.map(([lng, lat]) => [(lng - first[0]) * cos, first[1] - lat] as const);
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const span = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 1e-6);
  const scale = (SIZE - 2 * EDGE) / span;
  const at = places.map(([x, y]) => [EDGE + (x - left) * scale, EDGE + (y - top) * scale] as const);
  const [from, to] = [at[0], at.at(-1)];
  return (
    <svg className="way-drawing" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label}>
      <polyline points={at.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")} fill="none" />
      {from && <circle cx={from[0]} cy={from[1]} r="4" fill="none" />}
      {to && <circle cx={to[0]} cy={to[1]} r="3" className="end" />}
    </svg>
  );
}
