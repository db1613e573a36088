import { encodeNetworkTile } from "#server/tiles/network-tile.ts";
import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import { touchedTiles } from "#bench/method/in-memory.ts";
import type { Line } from "#bench/method/judge.ts";
import { besidePostgis } from "./postgis-runs.ts";

const MOST_KB = 750;

async function run(context: Context): Promise<Line[]> {
  const { snapshot, courses, everything, postgis } = await besidePostgis(context);
  let ours = 0;
  let peer = 0;
  let count = 0;
  for (const z of [6, 7, 8]) {
    const tiles = touchedTiles(courses, z);
    count += tiles.length;
    for (const at of tiles) {
      ours = Math.max(ours, encodeNetworkTile(snapshot, everything, at).length);
      peer = Math.max(peer, (await postgis.pipes(at, null)).length);
    }
    context.say(`G11 to z${z}: largest ${(ours / 1000).toFixed(0)} : ${(peer / 1000).toFixed(0)} KB`);
  }
  return [
    {
      goal: "G11",
      what: "largest tile z6–z8, raw · ST_AsMVT without a filter",
      ours: ours / 1000,
      peer: peer / 1000,
      unit: "KB",
      target: { ratio: 1 / 6, most: MOST_KB },
      n: 1,
      load: loadNow(),
      note: `all ${count} tiles that pipes touch; a size needs no repeats`,
    },
  ];
}

export const G11: Goal = {
  id: "G11",
  title: "the largest tile of z6–z8, beside ST_AsMVT of everything",
  scales: ["1m"],
  needsPages: false,
  run,
};
