import type { LngLat } from "#contract/route.ts";

/** Size of the sheet and the white around what is drawn, in its own units. */
export const SHEET = { width: 360, height: 240, margin: 30 } as const;

const METRES_OF_A_DEGREE = 111_195;
/** A single door is not blown up to fill the sheet. */
const LEAST_ACROSS_M = 100;

/** Lays places on the sheet with north up and the same scale both ways. */
export function fitPlaces(places: readonly LngLat[]) {
  const lngs = places.map(([lng]) => lng);
  const lats = places.map(([, lat]) => lat);
  const middle: LngLat = [(Math.min(...lngs) + Math.max(...lngs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  const squeeze = Math.cos((middle[1] * Math.PI) / 180);
  const wideM = (Math.max(...lngs) - Math.min(...lngs)) * METRES_OF_A_DEGREE * squeeze;
  const highM = (Math.max(...lats) - Math.min(...lats)) * METRES_OF_A_DEGREE;
  const room = { width: SHEET.width - 2 * SHEET.margin, height: SHEET.height - 2 * SHEET.margin };
  const metresOfUnit = Math.max(wideM / room.width, highM / room.height, LEAST_ACROSS_M / room.width);
  const at = ([lng, lat]: LngLat): [number, number] => [
    SHEET.width / 2 + ((lng - middle[0]) * METRES_OF_A_DEGREE * squeeze) / metresOfUnit,
    SHEET.height / 2 - ((lat - middle[1]) * METRES_OF_A_DEGREE) / metresOfUnit,
  ];
  return { at, metresAcross: metresOfUnit * SHEET.width };
}
