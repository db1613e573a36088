/** Straight lines through stops: the value at `x`, held at either end. Stops are [x, value], x rising. */
export function through(stops: readonly (readonly [number, number])[], x: number): number {
  const after = stops.findIndex(([at]) => at >= x);
  const [first, last] = [stops[0], stops.at(-1)];
  if (!first || !last) throw new Error("no stops");
  if (after === -1) return last[1];
  if (after === 0) return first[1];
  const [[x0, y0], [x1, y1]] = [stops[after - 1], stops[after]] as [
    readonly [number, number],
    readonly [number, number],
  ];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** How wide pipes are drawn: wider the nearer, or at each zoom as wide as the legend shows them. */
export const PIPE_WIDTHS = ["zoom", "fixed"] as const;
export type PipeWidths = (typeof PIPE_WIDTHS)[number];

/** Widths of pipes are told at zoom 12; this is their factor at another. */
export const pipeWidthFactor = (zoom: number, widths: PipeWidths = "zoom"): number => {
  if (widths === "fixed") return 1;
  return through(
    [
      [5, 0.5],
      [8, 0.65],
      [10, 0.85],
      [12, 1],
      [14, 1.6],
      [16, 2.4],
      [19, 4],
    ],
    zoom,
  );
};

/** Where and how large sensors are drawn at a zoom, in pixels. */
export interface TagPlace {
  /** Factor on a mark's own size. */
  readonly factor: number;
  /** The same for marks of warnings and alarms. */
  readonly bad: number;
  /** From the station's point to its chief sensor: right and up. */
  readonly offset: number;
  /** From one sensor of a station to its next, upwards. */
  readonly step: number;
  /** Whether all sensors of a station are drawn, or its chief one and those in warning or alarm. */
  readonly all: boolean;
  /** Whether sensors are drawn that are neither in warning nor in alarm. */
  readonly calm: boolean;
}

/** Zoom from which each sensor of a station has its own mark. */
const ALL_TAGS_ZOOM = 14.5;
/** Before this only what needs a person is drawn: a province of green dots says nothing. */
const CALM_TAGS_ZOOM = 10.8;
/** A warning is never smaller than this. */
const BAD_FACTOR = 0.72;

export function tagPlace(zoom: number, scale: number): TagPlace {
  const factor = through(
    [
      [8, 0.32],
      [10, 0.42],
      [12, 0.62],
      [14, 1],
      [17, 1.25],
    ],
    zoom,
  );
  const offset = through(
    [
      [6, 2],
      [9, 5],
      [12, 8],
      [14, 12],
      [17, 15],
    ],
    zoom,
  );
  return {
    factor: factor * scale,
    bad: Math.max(factor, BAD_FACTOR) * scale,
    offset: offset * scale,
    step: 15 * factor * scale,
    all: zoom >= ALL_TAGS_ZOOM,
    calm: zoom >= CALM_TAGS_ZOOM,
  };
}

/** Diameter of a sensor's mark in pixels at factor 1, by index in TAG_STATES; the last: unknown. */
export const TAG_SIZES = [9, 17, 19, 11, 12, 12, 13, 9] as const;
