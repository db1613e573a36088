/** The largest of 1, 2 and 5 times a power of ten that is not above a number over 0. */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const times = [5, 2, 1].find((one) => one * power <= value) ?? 1;
  return times * power;
}

/**
 * The largest number and round ones below it for a legend, falling, whose circles can be told apart.
 * @param digits decimals that the measure is told with: what would need more is left out.
 */
export function circleSteps(max: number, digits: number): number[] {
  const isTold = (value: number) => Number(value.toFixed(digits)) === Number(value.toPrecision(12));
  return [max, ...[round(max / 2), round(max / 10)].filter(isTold)];
}
