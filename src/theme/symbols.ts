/** Strokes in a box of 24 × 24. `fill` names what is filled with the ink; the rest is stroked with it. */
export interface Glyph {
  readonly stroke?: string;
  readonly fill?: string;
}

/** Shape of the badge a symbol stands on: what the thing is before one can read the symbol. */
export type BadgeShape = "square" | "circle" | "diamond" | "none";

export interface StationSymbol extends Glyph {
  readonly badge: BadgeShape;
  /** Edge length in pixels at zoom 13, badge included. */
  readonly size: number;
}

const VALVE = "M6 8.5v7l12-7v7z";

/** One symbol per kind of station, drawn for this product. */
export const STATION_SYMBOLS = {
  city_gate: { badge: "square", size: 24, stroke: "M7 18V10a5 5 0 0 1 10 0v8M5.5 18h4M14.5 18h4M12 18v-7" },
  storage_distribution: {
    badge: "square",
    size: 24,
    stroke: "M12 5.5a5 5 0 1 1 0 10a5 5 0 1 1 0-10M8.5 14.5L7 18.5M15.5 14.5L17 18.5M5.5 18.5h13",
  },
  gas_works: { badge: "square", size: 24, fill: "M5.5 18.5v-7l4.5 2.5v-2.5l4.5 2.5V6h4v12.5z" },
  gas_holder: { badge: "square", size: 24, stroke: "M6.5 18.5V9c0-2.8 11-2.8 11 0v9.5zM6.5 12.5h11" },
  lng_storage: { badge: "square", size: 22, stroke: "M9 18.5V9a3 3 0 0 1 6 0v9.5M6.5 18.5h11M9 12h6M9 15h6" },
  cng_mother: { badge: "square", size: 22, stroke: "M7.5 18v-9M12 18v-9M16.5 18v-9M6 6h12" },
  cng_daughter: { badge: "square", size: 20, stroke: "M9.5 18v-9M14.5 18v-9M8 6h8" },
  cng_relief: { badge: "square", size: 20, stroke: "M8.5 18v-9M7 6h3M15 7v10M12.5 14.5L15 17.5l2.5-3" },
  filling_station: {
    badge: "square",
    size: 20,
    stroke: "M7 18.5V7h6v11.5M5.5 18.5h9M7 11h6M13 12.5h1.5a1.5 1.5 0 0 1 1.5 1.5v1.5a1.3 1.3 0 0 0 2.6 0V10L16.5 8",
  },
  lpg_plant: {
    badge: "square",
    size: 22,
    stroke:
      "M6 18.5v-6a2.6 2.6 0 0 1 5.2 0v6zM12.8 18.5v-6a2.6 2.6 0 0 1 5.2 0v6zM8.6 9.5V7M15.4 9.5V7M7 7h3.2M13.8 7H17",
  },
  lpg_shop: { badge: "circle", size: 16, stroke: "M8.5 18v-5.5a3.5 3.5 0 0 1 7 0V18zM12 9V6.5M9.5 6.5h5" },
  regulator_station: {
    badge: "circle",
    size: 20,
    stroke: "M5.5 11v6.5l13-6.5v6.5zM12 14.2V10M8.5 10a3.5 3.5 0 0 1 7 0z",
  },
  regulator_cabinet: { badge: "circle", size: 16, stroke: "M6 12v5l12-5v5zM12 14.5V8M9 8h6" },
  regulator_box: { badge: "none", size: 10, stroke: "M4 5h16v14H4zM8 9.5v5l8-5v5z" },
  valve_room: { badge: "diamond", size: 18, stroke: `${VALVE}M12 12V7M9.5 7h5` },
  valve_pit: { badge: "none", size: 10, fill: "M3 6v12l18-12v12z" },
  odoriser: {
    badge: "circle",
    size: 16,
    stroke: "M12 5.5c3.3 3.8 4.6 5.8 4.6 8a4.6 4.6 0 0 1-9.2 0c0-2.2 1.3-4.2 4.6-8z",
  },
  cp_test_post: { badge: "none", size: 10, stroke: "M12 21V10M7 4h10v6H7z" },
  drip: { badge: "none", size: 10, stroke: "M12 3c4 4.6 5.5 7 5.5 9.5a5.5 5.5 0 0 1-11 0C6.5 10 8 7.6 12 3zM5 21h14" },
} as const satisfies Readonly<Record<string, StationSymbol>>;

const BADGES: Readonly<Record<Exclude<BadgeShape, "none">, string>> = {
  square: "M5 1.5h14a3.5 3.5 0 0 1 3.5 3.5v14a3.5 3.5 0 0 1-3.5 3.5H5a3.5 3.5 0 0 1-3.5-3.5V5A3.5 3.5 0 0 1 5 1.5z",
  circle: "M12 1.5a10.5 10.5 0 1 1 0 21a10.5 10.5 0 1 1 0-21z",
  diamond: "M12 .8L23.2 12L12 23.2L.8 12z",
};

export const badgePath = (shape: BadgeShape): string | null => (shape === "none" ? null : BADGES[shape]);

/**
 * States of a sensor: shape says what colour says. All but normal are drawn as lines: a hollow triangle is a sensor beyond its alarm limit, a filled one a
 * red alarm that somebody answers for. Shaders draw the same shapes from their own formulas; these are for legends and lists.
 */
export const STATE_SHAPES = {
  normal: { fill: "M12 8a4 4 0 1 1 0 8a4 4 0 1 1 0-8z" },
  warning: { stroke: "M12 4.5l7.5 7.5l-7.5 7.5l-7.5-7.5z" },
  alarm: { stroke: "M12 5l8 13.5H4z" },
  stale: { stroke: "M12 6.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z" },
  offline: { stroke: "M6.5 6.5l11 11M17.5 6.5l-11 11" },
  maintenance: { stroke: "M6.5 6.5h11v11h-11zM9 12h6" },
  suspect: {
    fill: "M12 9.9a2.1 2.1 0 1 1 0 4.2a2.1 2.1 0 1 1 0-4.2z",
    stroke: "M12 5.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z",
  },
} as const satisfies Readonly<Record<string, Glyph>>;

/** The four warning levels: told apart without colour, as in src/ui/mark.tsx. */
export const WARNING_SHAPES = {
  red: { fill: "M12 3l10 17H2z" },
  orange: { fill: "M12 2l10 10l-10 10l-10-10z" },
  yellow: { fill: "M4 4h16v16H4z" },
  blue: { fill: "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18z" },
} as const satisfies Readonly<Record<string, Glyph>>;

/** A hazard stands on a shield, which no warning level and no station has; bars say its grade without colour. */
export const HAZARD_SHIELD = "M12 1.5l8.5 3v7c0 5-3.6 8.8-8.5 11c-4.9-2.2-8.5-6-8.5-11v-7z";
export const HAZARD_SIGNS = {
  major: "M7.8 6.5v7M7.8 16.3v.6M12 6.5v7M12 16.3v.6M16.2 6.5v7M16.2 16.3v.6",
  general: "M9.8 6.5v7M9.8 16.3v.6M14.2 6.5v7M14.2 16.3v.6",
  minor: "M12 6.5v7M12 16.3v.6",
} as const;

/** A camera from the side, filled where its picture moves. */
export const CAMERA_BODY = "M5 9h9v6.5H5zM14.5 11l4.5-2.3v7.1l-4.5-2.3z";

/** What is wrong with a camera's picture: shapes that are told apart without colour. null = nothing. */
export const CAMERA_SIGNS = {
  live: null,
  idle: null,
  /** Two bars, as for a pause. */
  frozen: "M8.5 6.5v11M14 6.5v11",
  /** Struck through. */
  cut: "M5.5 18.5L18.5 5.5",
  /** Crossed out. */
  offline: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  /** A bar below: what carries it is gone. */
  unreachable: "M6 18.5h12",
  /** A dot below: nothing is told. */
  unknown: "M12 18.4v.4",
} as const satisfies Readonly<Record<string, string | null>>;
