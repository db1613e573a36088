import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from } from "pg-copy-streams";
import { startPostgres } from "#scripts/postgres.ts";
import type { Snapshot } from "#server/tiles/snapshot.ts";
import type { TileAddress } from "#server/tiles/world.ts";
import type { Courses } from "#bench/province/courses.ts";

/** As a tile server would set it up, memory enough for the whole table; nothing is waited for on the disk. */
const SETTINGS = [
  "fsync=off",
  "synchronous_commit=off",
  "max_connections=20",
  "shared_buffers=512MB",
  "work_mem=64MB",
  "jit=off",
];

export interface PostgisTiles {
  /** One tile by ST_AsMVT: of these pressure levels, or of all when null. */
  tile(at: TileAddress, levels: readonly number[] | null): Promise<Uint8Array>;
  close(): Promise<void>;
}

function* rowsOf({ pipes }: Snapshot, { count, offsets, lngLat }: Courses): Generator<string> {
  let text = "";
  for (let i = 0; i < count; i++) {
    const points: string[] = [];
    for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++)
      points.push(`${lngLat[2 * k]} ${lngLat[2 * k + 1]}`);
    const { level, material, dnMm, status, county } = pipes;
    text += `${i}\t${level[i]}\t${material[i]}\t${dnMm[i]}\t${status[i]}\t${county[i]}\tSRID=4326;LINESTRING(${points.join()})\n`;
    if (text.length > 500_000) {
      yield text;
      text = "";
    }
  }
  yield text;
}

const tileSql = (filter: string) =>
  `with b as (select st_tileenvelope($1, $2, $3) as box, st_tileenvelope($1, $2, $3, margin => 64.0 / 4096) as wide)
   select st_asmvt(t, 'pipe', 4096, 'geom', 'id') as tile
     from (select id, level, material, dn, status, county, st_asmvtgeom(geom, b.box, 4096, 64) as geom
             from pipe, b where geom && b.wide ${filter}) t`;

/** A native PostgreSQL with PostGIS that holds the pipes of the snapshot, in the tiles' projection, indexed and analysed. */
export async function startPostgisTiles(snapshot: Snapshot, courses: Courses): Promise<PostgisTiles> {
  const server = await startPostgres(SETTINGS);
  const client = new Client({ connectionString: server.url });
  const close = async () => {
    await client.end();
    await server.stop();
  };
  try {
    await client.connect();
    await client.query("create extension if not exists postgis");
    await client.query(
      "create table raw (id int, level int, material int, dn int, status int, county int, geom geometry)",
    );
    await pipeline(Readable.from(rowsOf(snapshot, courses)), client.query(from("copy raw from stdin")));
    await client.query(
      "create table pipe as select id, level, material, dn, status, county, st_transform(geom, 3857) as geom from raw",
    );
    await client.query("drop table raw");
    await client.query("create index on pipe using gist (geom)");
    await client.query("vacuum analyze pipe");
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    async tile({ z, x, y }, levels) {
      // Named: planned once and kept, as a tile server does.
      const { rows } = await client.query<{ tile: Buffer }>(
        levels
          ? { name: "some", text: tileSql("and level = any ($4::int[])"), values: [z, x, y, levels] }
          : { name: "all", text: tileSql(""), values: [z, x, y] },
      );
      return rows[0]?.tile ?? new Uint8Array();
    },
    close,
  };
}
