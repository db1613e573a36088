import type { Theme } from "./tokens.ts";

/** Pressure levels in the order of their classes. */
const LEVELS = ["UHP", "HP_A", "HP_B", "SHP_A", "SHP_B", "MP_A", "MP_B", "LP", "unknown"] as const;

type Attribute = "pressure" | "material" | "age" | "dn" | "enterprise" | "gas" | "patrol" | "hazards" | "quality";

/** Ramps and lists of quiet hues for one scheme, by what they colour; the last is "not known", or all the others, where there is such a class. */
type Hues = Readonly<Record<Attribute, readonly string[]>>;

/**
 * Ordered attributes run from faint to strong through a span of hue of their own, so that a picture tells which attribute it shows; lists
 * keep apart for each kind of colour vision. All stand out from the ground, and none looks like a warning.
 */
const LIGHT: Hues = {
  pressure: [
    "#7B883E",
    "#60834B",
    "#4E7C53",
    "#38755B",
    "#256A60",
    "#0E5C6F",
    "#234F74",
    "#2B4278",
    "#373379",
    "#46196E",
    "#4B035D",
    "#4A0147",
    "#52453A",
  ],
  material: ["#888931", "#1C9791", "#31438A", "#692B07", "#3B2340", "#665F61"],
  age: ["#538C8B", "#417C85", "#326B7D", "#275974", "#234574", "#2B316F", "#360F5F", "#4D3F35"],
  dn: ["#628A7C", "#4D786A", "#396659", "#25554A", "#0C433A", "#05322B", "#717787"],
  enterprise: [
    "#6482BF",
    "#5F1A1A",
    "#77650E",
    "#085B87",
    "#8F8268",
    "#223848",
    "#3D503D",
    "#686B78",
    "#5F5863",
    "#7E4212",
    "#4374AA",
    "#76828F",
  ],
  gas: ["#2293A9", "#223409", "#5E4C7D", "#9D501C"],
  patrol: ["#708A56", "#497A60", "#22656F", "#3A4A79", "#4B2863", "#47024C", "#272A1F"],
  hazards: ["#76828B", "#685A87", "#682861", "#4B0242"],
  quality: ["#76828B", "#5B6084", "#4F3B76", "#2F096D"],
};

const DARK: Hues = {
  pressure: [
    "#636F24",
    "#5E7C42",
    "#5B885B",
    "#5B9373",
    "#5D9F8C",
    "#63A9A8",
    "#70B2CB",
    "#8BB6E3",
    "#A3BAFF",
    "#D2C2FE",
    "#EDCCFD",
    "#FED8FA",
    "#BDB7A6",
  ],
  material: ["#82BF75", "#B3E8D4", "#2F72B1", "#A56413", "#D6A6EC", "#8B8B8B"],
  age: ["#397272", "#4A858E", "#5E98AA", "#76AAC7", "#90BAEE", "#C5CCFE", "#EAE0FF", "#BDB7A6"],
  dn: ["#4A7163", "#5F8A7B", "#75A396", "#8CBDB0", "#A3D8CB", "#BBF4E8", "#6F7484"],
  enterprise: [
    "#C4E6C2",
    "#736193",
    "#D393D9",
    "#BD7634",
    "#A4B95E",
    "#68F2FF",
    "#74B89E",
    "#60D3AC",
    "#A0576F",
    "#A1A053",
    "#C5C2ED",
    "#7C8896",
  ],
  gas: ["#27869A", "#A1B170", "#F9C8F4", "#A6560A"],
  patrol: ["#58713E", "#59896C", "#64A09D", "#8CADDD", "#E3BBFE", "#FED8FF", "#B8B4AA"],
  hazards: ["#66727C", "#9084B3", "#EDA0E2", "#FFD9F5"],
  quality: ["#66727C", "#898CB5", "#C2ADF7", "#E5E3FF"],
};

const HUES: Readonly<Record<Theme["name"], Hues>> = { light: LIGHT, dark: DARK };

/** The colour of each class of an attribute, by its number: what the map paints and the legend shows. */
export const classColors = (theme: Theme, by: "level" | Attribute): readonly string[] =>
  by === "level" ? LEVELS.map((level) => theme.pressure[level]) : HUES[theme.name][by];

/** Steps of the ramp of pressure that customers lost with a pipe are painted with, few to many. */
const LOSS_STEPS = [1, 4, 7, 10] as const;

/**
 * Pipes under the result of an analysis, in the order of MARK_CLASSES: cut off, without supply, added by the next ring, on the way, fallen;
 * then by customers lost with each.
 */
export const modelColors = (theme: Theme): readonly string[] => [
  theme.text,
  theme.pressure.HP_B,
  theme.accent,
  theme.accent,
  theme.chart[1],
  ...LOSS_STEPS.map((step) => classColors(theme, "pressure")[step] ?? theme.text),
];

/** A colour that has taken on a share of another. Both `#RRGGBB`. */
export const mixed = (color: string, other: string, share: number): string =>
  `#${[1, 3, 5]
    .map((at) => {
      const [a, b] = [color, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number];
      return Math.round(a + (b - a) * share)
        .toString(16)
        .padStart(2, "0");
    })
    .join("")}`;
