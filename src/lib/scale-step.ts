import { metresPerPixel } from "./mercator.ts";

/** The longest distance of 1, 2 or 5 times a power of ten that fits into `widest` pixels. */
export function scaleStep(lat: number, zoom: number, widest: number): { metres: number; pixels: number } {
  const perPixel = metresPerPixel(lat, zoom);
  const most = perPixel * widest;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((n) => n * power <= most) ?? 1) * power;
  return { metres, pixels: metres / perPixel };
}
