import { mkdtemp, open, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { PMTiles, TileType, zxyToTileId } from "pmtiles";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TILE_SETS } from "#contract/tiles.ts";
import { writeArchive } from "./archive.ts";
import { encodeAreaTile } from "./area-tile.ts";
import { encodeNetworkTile } from "./network-tile.ts";
import { curvePlace, directoriesOf, Entries, firstTileId, HEAD_BYTES, headerOf, tileAtPlace } from "./pmtiles.ts";
import { sightOf } from "./sight.ts";
import type { OutlineUnit } from "./snapshot.ts";
import { network, snapshotFrom, UNITS } from "./testing/network.ts";
import { PROVINCE, tileAt } from "./testing/oracle.ts";

const outline: OutlineUnit = {
  code: "130000",
  name: "河北省",
  level: "province",
  parent: null,
  indicative: true,
  lngLat: [114.5, 38],
  bbox: [114.2, 37.8, 114.8, 38.3],
  polygons: [[Float64Array.of(114.2, 37.8, 114.8, 37.8, 114.8, 38.3, 114.2, 38.3, 114.2, 37.8)]],
};

/** A file as the reader of another library wants it. */
async function opened(path: string) {
  const file = await open(path);
  const archive = new PMTiles({
    getKey: () => path,
    getBytes: async (offset, length) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
      return { data: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + bytesRead) as ArrayBuffer };
    },
  });
  return { archive, close: () => file.close() };
}

describe("an archive", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "archive-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(TILE_SETS)(
    "of the set %s gives another library the very bytes that the encoder makes, and nothing else",
    async (set) => {
      for (const net of fc.sample(network, { numRuns: set === "area" ? 1 : 6, seed: 5 })) {
        const snapshot = snapshotFrom(net, [outline]);
        const sight = sightOf({ level: "enterprise", areaCode: "130102", enterpriseId: "E1" }, snapshot, UNITS);
        const path = join(folder, `${set}.pmtiles`);
        const { tiles, contents, largest } = await writeArchive(path, snapshot, sight, {
          set,
          minZoom: 5,
          maxZoom: 13,
        });
        const { archive, close } = await opened(path);
        const header = await archive.getHeader();
        let [found, most] = [0, 0];
        const different = new Set<string>();
        for (let z = 5; z <= 13; z++) {
          const [from, to] = [tileAt([114.2, 38.3], z), tileAt([114.8, 37.8], z)];
          for (let x = from.x; x <= to.x; x++)
            for (let y = from.y; y <= to.y; y++) {
              const at = { z, x, y };
              const raw = set === "area" ? encodeAreaTile(snapshot, at) : encodeNetworkTile(snapshot, sight, at);
              const read = await archive.getZxy(z, x, y);
              expect(read === undefined, `${z}/${x}/${y}`).toBe(raw.length === 0);
              if (!read) continue;
              expect(Buffer.compare(Buffer.from(read.data), raw)).toBe(0);
              found++;
              most = Math.max(most, raw.length);
              different.add(Buffer.from(raw).toString("latin1"));
            }
        }
        expect([tiles, contents, largest?.bytes ?? 0]).toEqual([found, different.size, most]);
        expect(header.numAddressedTiles).toBe(found);
        expect(header.tileType).toBe(TileType.Mvt);
        expect(header.clustered).toBe(true);
        expect([header.minLon, header.minLat, header.maxLon, header.maxLat]).toEqual(outline.bbox);
        expect(await archive.getMetadata()).toHaveProperty("vector_layers.0.maxzoom", 13);
        await close();
      }
      expect(await readdir(folder)).not.toContain(`${set}.pmtiles.part`);
    },
  );

  test("is not there at all when it could not be finished", async () => {
    const snapshot = { ...snapshotFrom({}, [outline]), outlines: null as never };
    const path = join(folder, "broken.pmtiles");
    const sight = sightOf(PROVINCE, snapshotFrom({}), UNITS);
    await expect(writeArchive(path, snapshot, sight, { set: "area", minZoom: 5, maxZoom: 6 })).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name.startsWith("broken"))).toEqual([]);
  });
});

describe("the format", () => {
  test("numbers tiles as the other library does, both ways", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), fc.nat(), fc.nat(), (z, a, b) => {
        const [x, y] = [a % 2 ** z, b % 2 ** z];
        const place = curvePlace(z, x, y);
        expect(firstTileId(z) + place).toBe(zxyToTileId(z, x, y));
        expect(tileAtPlace(z, place)).toEqual({ x, y });
      }),
    );
  });

  test("splits a directory into leaves that another library finds its way through", async () => {
    const entries = new Entries();
    const tiles: Buffer[] = [];
    let offset = 0;
    // Lengths and gaps that follow no rule, or they would compress to nothing.
    let seed = 1;
    const chance = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const ids: number[] = [];
    for (let id = 0; ids.length < 12_000; id += 1 + chance(20)) ids.push(id);
    for (const id of ids) {
      const tile = gzipSync(`${"x".repeat(chance(900))}${id}`, { level: 0 });
      entries.add(firstTileId(9) + id, offset, tile.length);
      offset += tile.length;
      tiles.push(tile);
    }
    const data = Buffer.concat(tiles);
    const { root, leaves } = directoriesOf(entries);
    expect(root.length + 127).toBeLessThanOrEqual(HEAD_BYTES);
    expect(leaves.length).toBeGreaterThan(HEAD_BYTES);
    const part = (offset: number, bytes: number) => ({ offset, bytes });
    const header = headerOf({
      rootBytes: root.length,
      metadata: part(HEAD_BYTES + data.length, 0),
      leaves: part(HEAD_BYTES + data.length, leaves.length),
      data: part(HEAD_BYTES, data.length),
      tiles: ids.length,
      entries: ids.length,
      contents: ids.length,
      minZoom: 9,
      maxZoom: 9,
      bounds: [-180, -85, 180, 85],
    });
    const bytes = Buffer.concat([Buffer.concat([header, root], HEAD_BYTES), data, leaves]);
    const archive = new PMTiles({
      getKey: () => "memory",
      getBytes: async (offset, length) => ({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
    });
    for (let k = 0; k < ids.length; k += 61) {
      const { x, y } = tileAtPlace(9, ids[k] as number);
      const found = await archive.getZxy(9, x, y);
      expect(Buffer.from(found?.data ?? new ArrayBuffer()).toString()).toMatch(new RegExp(`^x*${ids[k]}$`));
    }
    const { x, y } = tileAtPlace(9, (ids.at(-1) as number) + 1);
    expect(await archive.getZxy(9, x, y)).toBeUndefined();
  });

  test("keeps a small directory in the root, and tiles with the same bytes as one run", () => {
    const few = new Entries();
    few.add(1, 0, 10);
    few.add(2, 0, 10);
    few.add(3, 10, 5);
    expect(few.count).toBe(2);
    expect(directoriesOf(few).leaves).toHaveLength(0);
  });
});
