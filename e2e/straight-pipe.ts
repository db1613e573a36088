import type { Page } from "playwright-core";
import { NODE_KINDS, PIPE_STATUSES, PRESSURE_LEVELS } from "#contract/gas.ts";
import type { LngLat } from "#contract/route.ts";
import { readNetworkFile } from "#model/network/file.ts";

/** The demo's whole county. */
export const COUNTY = "130123";

/** Where a station's name may lie over the pipe. */
const DEVICES: ReadonlySet<number> = new Set(
  ["valve", "regulator", "source"].map((kind) => NODE_KINDS.findIndex((one) => one === kind)),
);

/** Metres between two nodes, as the crow flies; good enough over a street. */
function beelineM(lngLat: Float64Array, a: number, b: number): number {
  const [east, north] = [0, 1].map(
    (k) => ((lngLat[2 * b + k] as number) - (lngLat[2 * a + k] as number)) * 111_320,
  ) as [number, number];
  return Math.hypot(east * Math.cos(((lngLat[2 * a + 1] as number) * Math.PI) / 180), north);
}

/** The middle of a straight low-pressure pipe in service of the demo's whole county, and its id. `isAlone`: no device stands at either end. */
export async function straightPipe(
  page: Page,
  url: string,
  isAlone = false,
): Promise<{ readonly id: string; readonly at: LngLat }> {
  const reply = await page.request.get(`${url}/api/model/network?area=${COUNTY}`);
  const { nodes, pipes } = readNetworkFile(new Uint8Array(await reply.body()).buffer);
  const [low, inService] = [PRESSURE_LEVELS.indexOf("LP"), PIPE_STATUSES.indexOf("in_service")];
  const e = pipes.ids.findIndex((_, i) => {
    const length = pipes.lengthM[i] as number;
    const isStraight =
      Math.abs(beelineM(nodes.lngLat, pipes.from[i] as number, pipes.to[i] as number) - length) < 0.01 * length;
    if (isAlone && [pipes.from[i], pipes.to[i]].some((n) => DEVICES.has(nodes.kind[n as number] as number)))
      return false;
    return pipes.level[i] === low && pipes.status[i] === inService && length > 20 && isStraight;
  });
  if (e === -1) throw new Error("the demo's whole county has no straight low-pressure pipe");
  const [a, b] = [pipes.from[e] as number, pipes.to[e] as number];
  const middle = (k: 0 | 1): number => ((nodes.lngLat[2 * a + k] as number) + (nodes.lngLat[2 * b + k] as number)) / 2;
  return { id: pipes.ids[e] as string, at: [middle(0), middle(1)] };
}
