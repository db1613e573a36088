import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "#server/tiles/store.ts";

/** The tile at 115° 38° of level 13, where every canary lies. */
const [Z, X, Y] = [13, 6712, 3159];

describeOnBothEngines("OGC API Tiles", (bench) => {
  const sessions = new MemorySessions();
  let app: App;
  let snapshots: OwnedSnapshotStore;
  beforeAll(async () => {
    const db = bench.db();
    await plantCanaryWorld(db);
    snapshots = createSnapshotStore({ db, log: fakeDeps().log, watchMs: 0 });
    await snapshots.refresh();
    app = await buildApp(fakeDeps({ db, sessions, snapshots }));
  });
  afterAll(async () => {
    await app.close();
    await snapshots.close();
  });
  const get = (url: string, { scope }: Pick<Sighted, "scope">) =>
    app.inject({ url, headers: { cookie: `${SESSION_COOKIE}=${sessions.admit({ scope, role: "analyst" }).token}` } });
  const [province] = SIGHTS as [Sighted];

  test("a tile holds both sets of the map, of what is in sight alone", async () => {
    const snapshot = snapshots.current();
    for (const sight of SIGHTS) {
      const reply = await get(`/ogc/tiles/WebMercatorQuad/${Z}/${Y}/${X}`, sight);
      expect(reply.statusCode).toBe(200);
      expect(reply.headers["content-type"]).toBe("application/vnd.mapbox-vector-tile");
      const { layers } = new VectorTile(new PbfReader(reply.rawPayload));
      const ids = Array.from({ length: layers.station?.length ?? 0 }, (_, i) => layers.station?.feature(i).id);
      expect(ids.sort(), sight.name).toEqual(sight.sees.map((owner) => snapshot.stationSeq(canary(owner))).sort());
      expect(Object.keys(layers)).toContain("division");
    }
  });

  test("its layers are, byte for byte, those of the map", async () => {
    const ours = await get(`/ogc/tiles/WebMercatorQuad/${Z}/${Y}/${X}`, province);
    const sets = await Promise.all(["network", "area"].map((set) => get(`/tiles/${set}/${Z}/${X}/${Y}.mvt`, province)));
    expect(ours.rawPayload).toEqual(Buffer.concat(sets.map(({ rawPayload }) => rawPayload)));
  });

  test("the tile set tells its grid, its layers and its box, and TileJSON the same to other clients", async () => {
    const set = (await get("/ogc/tiles/WebMercatorQuad", province)).json<{
      layers: { id: string }[];
      tileMatrixSetLimits: Record<string, string | number>[];
    }>();
    expect(set.layers.map(({ id }) => id)).toEqual(["pipe", "station", "tag", "division", "label", "neighbour"]);
    const limits = set.tileMatrixSetLimits.find(({ tileMatrix }) => tileMatrix === String(Z));
    expect(limits).toMatchObject({ minTileCol: X, maxTileRow: Y });
    const tileJson = (await get("/ogc/tiles/WebMercatorQuad?f=tilejson", province)).json<{
      tilejson: string;
      tiles: string[];
      vector_layers: { id: string }[];
    }>();
    expect(tileJson.tilejson).toBe("3.0.0");
    expect(tileJson.vector_layers.map(({ id }) => id)).toEqual(set.layers.map(({ id }) => id));
    const url = (tileJson.tiles[0] ?? "")
      .replace(/^http:\/\/[^/]+/, "")
      .replace("{z}", String(Z))
      .replace("{y}", String(Y))
      .replace("{x}", String(X));
    expect((await get(url, province)).statusCode).toBe(200);
    const { tilesets } = (await get("/ogc/tiles", province)).json<{ tilesets: { links: { href: string }[] }[] }>();
    expect(tilesets).toHaveLength(1);
  });

  test("the grid is WebMercatorQuad: one tile of the world, then four for each", async () => {
    const { tileMatrices } = (await get("/ogc/tileMatrixSets/WebMercatorQuad", province)).json<{
      tileMatrices: { id: string; scaleDenominator: number; matrixWidth: number }[];
    }>();
    expect(tileMatrices[0]?.scaleDenominator).toBeCloseTo(559_082_264.028_717_8, 2);
    expect(tileMatrices.map(({ matrixWidth }) => matrixWidth)).toEqual(tileMatrices.map(({ id }) => 2 ** Number(id)));
  });

  test("what is no tile is refused in words", async () => {
    for (const [path, status] of [
      ["3/0/0", 404],
      ["16/0/0", 404],
      ["5/32/0", 404],
      ["a/0/0", 400],
      ["5/-1/0", 400],
    ] as const)
      expect([path, (await get(`/ogc/tiles/WebMercatorQuad/${path}`, province)).statusCode]).toEqual([path, status]);
  });
});
