import { rgb } from "./contrast.ts";

/** Kinds of colour vision: full, without red, green or blue cones. */
export const VISIONS = ["normal", "protan", "deutan", "tritan"] as const;
export type Vision = (typeof VISIONS)[number];

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** Full dichromacy in linear RGB. Source: Machado, Oliveira, Fernandes 2009, severity 1. */
const MATRICES: Readonly<Record<Exclude<Vision, "normal">, Matrix>> = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

type Triple = readonly [number, number, number];

const linear = (byte: number) => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const times = ([a, b, c, d, e, f, g, h, i]: Matrix, [x, y, z]: Triple): Triple => [
  a * x + b * y + c * z,
  d * x + e * y + f * z,
  g * x + h * y + i * z,
];

/** Linear RGB to OKLab (Ottosson 2020): equal distances look equally different. */
function okLab([r, g, b]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How different two colours look to a person with this vision: distance in OKLab, 0 = the same, black to white = 1. */
export function distance(a: string, b: string, vision: Vision = "normal"): number {
  const [p, q] = [a, b].map((hex) => {
    const light = rgb(hex).map(linear) as unknown as Triple;
    const seen = vision === "normal" ? light : times(MATRICES[vision], light);
    return okLab(seen.map((c) => Math.min(1, Math.max(0, c))) as unknown as Triple);
  }) as [Triple, Triple];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}
