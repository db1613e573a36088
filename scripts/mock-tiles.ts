/**
 * Writes the tiles of the smallest made-up province to public/tiles/{network,area}/{z}/{x}/{y}.mvt (not committed), for the SPA that runs
 * alone on its mocks: `node scripts/mock-tiles.ts [folder]`. Dense numbers follow the byte order of ids, as on the server. Tiles with
 * nothing in them are not written.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TILE_MAX_ZOOM, TILE_MIN_ZOOM, TILE_SETS, type TileSet } from "#contract/tiles.ts";
import { DEMO_SEED } from "#mocks/demo.ts";
import { readFacts } from "#mocks/files/facts.ts";
import { buildWorld } from "#mocks/world/world.ts";
import { encodeAreaTile } from "#server/tiles/area-tile.ts";
import { build } from "#server/tiles/build.ts";
import { encodeNetworkTile } from "#server/tiles/network-tile.ts";
import { pipePages, stationPages, tagPages } from "#server/tiles/pages-of-rows.ts";
import type { Sight, Snapshot } from "#server/tiles/snapshot.ts";
import { snapshotOf } from "#server/tiles/snapshot-of.ts";
import { WORLD_BITS, worldX, worldY } from "#server/tiles/world.ts";
import { outlineUnits } from "./outlines/outline-units.ts";

/** Mocks that never change: so that pictures and tests made from them do not. */
const AS_OF = Date.UTC(2026, 10, 22);
/** Above this, outlines are written only where the network is. */
const AREA_EVERYWHERE_ZOOM = 9;
const MOST_ZOOM = Math.min(14, TILE_MAX_ZOOM);

type Box = readonly [number, number, number, number];

function makeSnapshot(): { snapshot: Snapshot; busy: Box[] } {
  const { divisions, outlines } = readFacts();
  const world = buildWorld({ tier: "tiny", seed: DEMO_SEED, asOf: AS_OF, divisions, outlines });
  const all = <T>(of: (part: (typeof world.parts)[number]) => readonly T[]) => world.parts.flatMap(of);
  const counties = divisions.filter((d) => d.level === "county").map((d) => d.code);
  const pages = {
    counties: counties.toSorted(),
    pipes: pipePages(all((part) => part.pipes)),
    stations: stationPages(all((part) => part.stations)),
    tags: tagPages(all((part) => part.tags)),
  };
  const units = outlineUnits();
  const filled = new Set(world.parts.filter((part) => part.customers.length > 0).map((part) => part.areaCode));
  const busy = units.filter((unit) => filled.has(unit.code)).map((unit): Box => unit.bbox);
  return { snapshot: snapshotOf("mock", units, build(pages)), busy };
}

function* addresses([west, south, east, north]: Box, z: number) {
  const shift = WORLD_BITS - z;
  for (let x = worldX(west) >> shift; x <= worldX(east) >> shift; x++)
    for (let y = worldY(north) >> shift; y <= worldY(south) >> shift; y++) yield { z, x, y };
}

function writeSet(
  folder: string,
  set: TileSet,
  snapshot: Snapshot,
  busy: readonly Box[],
): { tiles: number; bytes: number } {
  const all: Sight = { key: "all", county: new Uint8Array(snapshot.counties.length).fill(1), enterprise: -1 };
  let tiles = 0;
  let bytes = 0;
  for (let z = TILE_MIN_ZOOM; z <= MOST_ZOOM; z++) {
    const isEverywhere = set === "network" ? z <= 12 : z <= AREA_EVERYWHERE_ZOOM;
    const done = new Set<string>();
    for (const box of isEverywhere ? [snapshot.bounds] : busy)
      for (const at of addresses(box, z)) {
        const name = `${at.x}/${at.y}`;
        if (done.has(name)) continue;
        done.add(name);
        const tile = set === "area" ? encodeAreaTile(snapshot, at) : encodeNetworkTile(snapshot, all, at);
        if (tile.length === 0) continue;
        mkdirSync(join(folder, set, `${z}/${at.x}`), { recursive: true });
        writeFileSync(join(folder, set, `${z}/${name}.mvt`), tile);
        tiles++;
        bytes += tile.length;
      }
  }
  return { tiles, bytes };
}

const folder = process.argv[2] ?? join(import.meta.dirname, "../public/tiles");
const { snapshot, busy } = makeSnapshot();
for (const set of TILE_SETS) {
  rmSync(join(folder, set), { recursive: true, force: true });
  const { tiles, bytes } = writeSet(folder, set, snapshot, busy);
  console.log(`${set}: ${tiles} tiles, ${(bytes / 1e6).toFixed(1)} MB`);
}
const { pipes, stations, tags } = snapshot;
const facts = {
  snapshot: snapshot.version,
  counts: { pipes: pipes.count, stations: stations.count, tags: tags.count },
  bounds: snapshot.bounds,
};
writeFileSync(join(folder, "mock.json"), `${JSON.stringify(facts)}\n`);
console.log(`${folder}: ${JSON.stringify(facts)}`);
