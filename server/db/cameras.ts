import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

/** A camera as a person may know it: without the address that its media server fetches it from. */
export interface CameraFacts {
  readonly id: string;
  readonly name: string;
  readonly deviceId: string;
  readonly stationId: string | null;
  readonly stationName: string | null;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly lngLat: [number, number];
  readonly headingDeg: number | null;
  readonly fovDeg: number | null;
  readonly rangeM: number | null;
  readonly cascadeLevel: number | null;
  readonly adapter: string | null;
  readonly distanceM: number | null;
}

export interface CameraFilter {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly station?: string | undefined;
  /** Degrees: nearest first, no pages. */
  readonly near?: readonly [number, number] | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

const METRES_PER_DEGREE = 111_320;
/** Metres on a plane that touches at the point asked about: cameras near enough to matter are a few kilometres off. */
const DISTANCE = `case when $6::float8 is null then null else
  ${METRES_PER_DEGREE} * sqrt(((st_x(c.geom) - $6) * cos(radians($7::float8))) ^ 2 + (st_y(c.geom) - $7) ^ 2) end`;

const ROW = `c.id, c.name, c.device_id as "deviceId", c.station_id as "stationId", s.name as "stationName",
             c.area_code as "areaCode", c.enterprise_id as "enterpriseId", array[st_x(c.geom), st_y(c.geom)] as "lngLat",
             c.heading_deg as "headingDeg", c.fov_deg as "fovDeg", c.range_m as "rangeM",
             c.cascade_level as "cascadeLevel", c.adapter`;

/** Cameras in sight: a page by id, or the nearest to a point. */
export async function listCameras(tx: Tx, f: CameraFilter): Promise<CameraFacts[]> {
  const [lng, lat] = f.near ?? [null, null];
  return await tx.query<CameraFacts>(
    `select ${ROW}, ${DISTANCE} as "distanceM"
       from camera c left join station s on s.id = c.station_id
      where ($1::text is null or c.area_code in ${COUNTIES_OF("$1")})
        and ($2::text is null or c.enterprise_id = $2)
        and ($3::text is null or c.station_id = $3)
        and ($4::text is null or $6::float8 is not null or c.id > $4)
      order by "distanceM", c.id
      limit $5`,
    [f.area ?? null, f.enterprise ?? null, f.station ?? null, f.after ?? null, f.limit, lng, lat],
  );
}

export async function findCamera(tx: Tx, id: string): Promise<CameraFacts | null> {
  const [row] = await tx.query<CameraFacts>(
    `select ${ROW}, null::float8 as "distanceM" from camera c left join station s on s.id = c.station_id where c.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Ids of every camera that the transaction's person may see. */
export async function cameraIds(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>("select id from camera");
  return rows.map(({ id }) => id);
}

/** A camera as the system knows it, for whoever speaks with media servers. `sourceUrl` may hold a password. */
export interface CameraSource {
  readonly id: string;
  readonly deviceId: string;
  /** Ids of platforms on the way, the nearest to the media server first. */
  readonly cascade: readonly string[];
  readonly adapter: string | null;
  readonly channel: string | null;
  readonly sourceUrl: string | null;
}

interface SourceRow extends Omit<CameraSource, "cascade"> {
  readonly path: string | null;
}

/** Every camera there is; only the system's own transaction may read it. */
export async function readCameraSources(tx: Tx): Promise<CameraSource[]> {
  const rows = await tx.query<SourceRow>(
    `select id, device_id as "deviceId", cascade_path as path, adapter, channel, source_url as "sourceUrl" from camera order by id`,
  );
  return rows.map(({ path, ...row }) => ({
    ...row,
    cascade: (path ?? "").split(/[;；,，\s]+/).filter((platform) => platform !== ""),
  }));
}
