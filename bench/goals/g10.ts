import { spawn } from "node:child_process";
import { type Context, type Goal, loadNow } from "#bench/method/context.ts";
import { likelyTiles, timedTiles } from "#bench/method/in-memory.ts";
import type { Line } from "#bench/method/judge.ts";
import { quantile } from "#bench/method/stats.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import { encodeNetworkTile, UNTHINNED_ZOOM } from "#server/tiles/network-tile.ts";
import type { TileAddress } from "#server/tiles/world.ts";
import { besidePostgis } from "./postgis-runs.ts";

const TILES = 40;
const ROUNDS = 5;
const MOST_P95_MS = 10;

/** Keeps one core busy while `work` runs. */
async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  const spinner = spawn(process.execPath, ["-e", "for (;;) ;"], { stdio: "ignore" });
  try {
    return await work();
  } finally {
    spinner.kill("SIGKILL");
  }
}

type Make = (at: TileAddress) => Promise<Uint8Array> | Uint8Array;

/** ms of each tile by side, all sides in turns. */
async function inTurns<Side extends string>(
  tiles: readonly TileAddress[],
  makers: Readonly<Record<Side, Make>>,
): Promise<Record<Side, number[]>> {
  const sides = Object.keys(makers) as Side[];
  const times = Object.fromEntries(sides.map((side) => [side, [] as number[]])) as Record<Side, number[]>;
  for (let round = 0; round < ROUNDS; round++)
    for (const side of sides) times[side].push(...(await timedTiles(tiles, 1, makers[side])).times);
  return times;
}

async function run(context: Context): Promise<Line[]> {
  const { snapshot, courses, everything, postgis } = await besidePostgis(context);
  const lines: Line[] = [];
  for (const z of [11, 12, 13, 14]) {
    const tiles = likelyTiles(courses, z, TILES);
    const levels = pipeLevelsAt(z);
    const makers = {
      ours: (at: TileAddress) => encodeNetworkTile(snapshot, everything, at),
      peer: (at: TileAddress) => postgis.tile(at, levels, z < UNTHINNED_ZOOM),
      pipes: (at: TileAddress) => postgis.pipes(at, levels),
    };
    const quiet = await inTurns(tiles, makers);
    const busy = await whileBusy(() => inTurns(tiles, { ours: makers.ours, peer: makers.peer }));
    const p50 = (times: readonly number[]) => quantile(times, 0.5);
    context.say(
      `G10 z${z}: p50 ${p50(quiet.ours).toFixed(2)} : ${p50(quiet.peer).toFixed(2)} ms, busy p95 ${quantile(busy.ours, 0.95).toFixed(1)}`,
    );
    const shared = { goal: "G10", unit: "ms", n: quiet.ours.length, load: loadNow() };
    lines.push(
      {
        ...shared,
        what: `tile on demand z${z}, p50 · ST_AsMVT`,
        ours: p50(quiet.ours),
        peer: p50(quiet.peer),
        target: z <= 12 ? { ratio: 1 / 8 } : {},
        ...(z === 11
          ? {
              note: `same pipes, stations, sensors and attributes on both sides (up to z11 ours leaves out what falls on cells already drawn); n counts tiles: ${tiles.length} of each zoom, ${ROUNDS} times`,
            }
          : {}),
      },
      { ...shared, what: "… the peer with pipes alone", ours: p50(quiet.ours), peer: p50(quiet.pipes), target: {} },
      {
        ...shared,
        what: "… p95 with the other core busy",
        ours: quantile(busy.ours, 0.95),
        peer: quantile(busy.peer, 0.95),
        target: z <= 13 ? { most: MOST_P95_MS } : {},
      },
    );
  }
  return lines;
}

export const G10: Goal = {
  id: "G10",
  title: "a tile encoded on demand from the snapshot, beside ST_AsMVT of a native PostGIS that holds the same pipes",
  scales: ["1m"],
  needsPages: false,
  run,
};
