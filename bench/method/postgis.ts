import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from } from "pg-copy-streams";
import { STATION_KINDS, STATION_MIN_ZOOM } from "#contract/gas.ts";
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
  /** Pipes of one tile by ST_AsMVT: of these pressure levels, or of all when null. */
  pipes(at: TileAddress, levels: readonly number[] | null): Promise<Uint8Array>;
  /** All three layers that our tile has: pipes of these levels, stations due at the zoom, sensors (`chiefOnly`: the first of a station). */
  tile(at: TileAddress, levels: readonly number[], chiefOnly: boolean): Promise<Uint8Array>;
  close(): Promise<void>;
}

const CHUNK = 500_000;

/** Lines in pieces worth sending. */
function* chunks(lines: Iterable<string>): Generator<string> {
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < CHUNK) continue;
    yield text;
    text = "";
  }
  yield text;
}

function* pipeRows({ pipes }: Snapshot, { count, offsets, lngLat }: Courses): Generator<string> {
  const { level, material, dnMm, status, county } = pipes;
  for (let i = 0; i < count; i++) {
    const points: string[] = [];
    for (let k = offsets[i] as number; k < (offsets[i + 1] as number); k++)
      points.push(`${lngLat[2 * k]} ${lngLat[2 * k + 1]}`);
    yield `${i}\t${level[i]}\t${material[i]}\t${dnMm[i]}\t${status[i]}\t${county[i]}\tSRID=4326;LINESTRING(${points.join()})\n`;
  }
}

const pointOf = ({ stations }: Snapshot, i: number) =>
  `SRID=4326;POINT(${stations.lngLat[2 * i]} ${stations.lngLat[2 * i + 1]})`;

function* stationRows(snapshot: Snapshot): Generator<string> {
  const { count, kind, gas, names, county } = snapshot.stations;
  for (let i = 0; i < count; i++) {
    const due = STATION_MIN_ZOOM[STATION_KINDS[kind[i] as number] as (typeof STATION_KINDS)[number]];
    yield `${i}\t${kind[i]}\t${gas[i]}\t${snapshot.stationId(i)}\t${names[i]}\t${county[i]}\t${due}\t${pointOf(snapshot, i)}\n`;
  }
}

function* tagRows(snapshot: Snapshot): Generator<string> {
  const { count, kind, station, slot, county } = snapshot.tags;
  for (let i = 0; i < count; i++)
    yield `${i}\t${kind[i]}\t${station[i]}\t${slot[i]}\t${county[i]}\t${pointOf(snapshot, station[i] as number)}\n`;
}

const TABLES = {
  pipe: "id int, level int, material int, dn int, status int, county int, geom geometry",
  station: "id int, kind int, gas int, sid text, name text, county int, due int, geom geometry",
  tag: "id int, kind int, station int, slot int, county int, geom geometry",
} as const;

async function fill(client: Client, table: keyof typeof TABLES, rows: Iterable<string>): Promise<void> {
  await client.query(`create table raw (${TABLES[table]})`);
  await pipeline(Readable.from(chunks(rows)), client.query(from("copy raw from stdin")));
  const others = TABLES[table].replace(/ \w+(,|$)/g, "$1").replace(", geom", "");
  await client.query(`create table ${table} as select ${others}, st_transform(geom, 3857) as geom from raw`);
  await client.query("drop table raw");
  await client.query(`create index on ${table} using gist (geom)`);
  await client.query(`vacuum analyze ${table}`);
}

const BOX =
  "b as (select st_tileenvelope($1, $2, $3) as box, st_tileenvelope($1, $2, $3, margin => 64.0 / 4096) as wide)";
const layer = (name: keyof typeof TABLES, columns: string, filter: string) =>
  `(select st_asmvt(t, '${name}', 4096, 'geom', 'id') from
     (select ${columns}, st_asmvtgeom(geom, b.box, 4096, 64) as geom from ${name}, b where geom && b.wide ${filter}) t)`;
const PIPE = "id, level, material, dn, status, county";
const PIPES = (filter: string) => `with ${BOX} select ${layer("pipe", PIPE, filter)} as tile`;
const ALL = (filter: string) =>
  `with ${BOX} select ${layer("pipe", PIPE, "and level = any ($4::int[])")} ||
     ${layer("station", "id, kind, gas, sid, name, county", "and due <= $1")} ||
     ${layer("tag", "id, kind, station, slot, county", filter)} as tile`;

/** A native PostgreSQL with PostGIS that holds the network of the snapshot, in the tiles' projection, indexed and analysed. */
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
    await fill(client, "pipe", pipeRows(snapshot, courses));
    await fill(client, "station", stationRows(snapshot));
    await fill(client, "tag", tagRows(snapshot));
  } catch (cause) {
    await close();
    throw cause;
  }
  // Named: planned once and kept, as a tile server does.
  const ask = async (name: string, text: string, values: readonly unknown[]): Promise<Uint8Array> => {
    const { rows } = await client.query<{ tile: Buffer | null }>({ name, text, values: [...values] });
    return rows[0]?.tile ?? new Uint8Array();
  };
  return {
    pipes: ({ z, x, y }, levels) =>
      levels
        ? ask("some", PIPES("and level = any ($4::int[])"), [z, x, y, levels])
        : ask("every", PIPES(""), [z, x, y]),
    tile: ({ z, x, y }, levels, chiefOnly) =>
      chiefOnly ? ask("chief", ALL("and slot = 0"), [z, x, y, levels]) : ask("all", ALL(""), [z, x, y, levels]),
    close,
  };
}
