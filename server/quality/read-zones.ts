import { setTimeout as pause } from "node:timers/promises";
import { type Zones, zonesOf } from "#model/quality/neighbours.ts";
import { denseZones, ZoneBuilder } from "#model/quality/zones.ts";
import type { Db } from "#server/db/db.ts";
import { readClosedNodes, readPipeEnds, type WatchedRow } from "#server/db/quality.ts";

const PIPES_A_PAGE = 5000;
/** Between two pages, so that readings are stored meanwhile. */
const REST_MS = 20;

/**
 * The pressure zones of the network and the sensors in each, read page by page beside everything else the database does.
 * Null when it was told to stop.
 */
export async function readZones(
  db: Pick<Db, "asSystem">,
  tags: readonly WatchedRow[],
  isStopped: () => boolean,
): Promise<Zones | null> {
  const zones = new ZoneBuilder(new Set(await db.asSystem(readClosedNodes)));
  for (let after = ""; ; ) {
    if (isStopped()) return null;
    const place = after;
    const page = await db.asSystem((tx) => readPipeEnds(tx, place, PIPES_A_PAGE));
    for (const { fromNode, toNode, level } of page) zones.add(fromNode, toNode, level);
    const last = page.at(-1);
    if (last === undefined || page.length < PIPES_A_PAGE) break;
    after = last.id;
    await pause(REST_MS);
  }
  return zonesOf(
    denseZones(
      tags.map(({ kind, nodeId, nominal }) =>
        kind === "pressure" && nodeId !== null && nominal !== null ? zones.zoneOf(nodeId, nominal) : -1,
      ),
    ),
  );
}
