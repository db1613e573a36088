import { z } from "zod";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";
import { AssetId } from "./station.ts";

/**
 * What is known of a camera's picture right now.
 *
 * | state | when |
 * |---|---|
 * | live | a frame came within {@link CUT_AFTER_MS} |
 * | idle | the device answers; nobody draws its stream, so nothing can be said of the picture |
 * | frozen | frames come, and the picture has been the same for {@link FROZEN_AFTER_MS} |
 * | cut | 已断流: frames came and have stopped, whatever the media server says of the stream |
 * | offline | the device, or a platform on the way to it, is reported gone |
 * | unreachable | the media server itself does not answer |
 * | unknown | no media server is named for it, or none has told of it yet |
 */
export const CAMERA_STATES = ["live", "idle", "frozen", "cut", "offline", "unreachable", "unknown"] as const;
export const CameraState = z.enum(CAMERA_STATES);
export type CameraState = (typeof CAMERA_STATES)[number];

/** ms without a frame after which a stream is called cut. With {@link WATCH_EVERY_MS} and {@link HEALTH_EVERY_MS} a person reads it within 10 s. */
export const CUT_AFTER_MS = 5000;
/** ms between two looks at each media server. */
export const WATCH_EVERY_MS = 1500;
/** ms between two questions of a page for what has changed. */
export const HEALTH_EVERY_MS = 2000;
/** ms of the very same picture after which it is called frozen. */
export const FROZEN_AFTER_MS = 12_000;

/** Ways a stream comes to a browser. A media server of GB/T 28181 platforms speaks all four; which are offered is its adapter's affair. */
export const PLAY_PROTOCOLS = ["whep", "ws_flv", "http_flv", "hls"] as const;
export const PlayProtocol = z.enum(PLAY_PROTOCOLS);
export type PlayProtocol = (typeof PLAY_PROTOCOLS)[number];

export const Camera = z.object({
  id: AssetId,
  name: z.string(),
  /** As its file said it; GB/T 28181 wants 20 digits. */
  deviceId: z.string(),
  stationId: AssetId.nullable(),
  stationName: z.string().nullable(),
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  lngLat: LngLat,
  /** Where it looks, degrees clockwise from north; null = not known, or it turns. */
  headingDeg: z.number().nullable(),
  /** Angle of view, degrees. */
  fovDeg: z.number().nullable(),
  /** How far a person can be told from the background, metres. */
  rangeM: z.number().nullable(),
  /** Platforms between the media server and the device; 0 = registered there itself. */
  cascadeLevel: z.int().nullable(),
  /** Whether a media server is named for it: without one there is nothing to play. */
  canPlay: z.boolean(),
  state: CameraState,
  /** Metres from the point asked about; null when none was. */
  distanceM: z.number().nullable(),
});
export type Camera = z.infer<typeof Camera>;

/** One platform on the way to the device, the nearest to us first. */
export const CascadeLevel = z.object({
  /** GB/T 28181 id of the platform (type 200), or of the device itself on the last level. */
  id: z.string(),
  kind: z.enum(["platform", "device"]),
  /** What is reported of it; null = nothing. */
  isOnline: z.boolean().nullable(),
  /** When it was last heard of. */
  at: Instant.nullable(),
});
export type CascadeLevel = z.infer<typeof CascadeLevel>;

export const CameraHealth = z.object({
  id: AssetId,
  state: CameraState,
  /** When the state began. */
  since: Instant,
  lastFrameAt: Instant.nullable(),
  /** The media server says that the stream runs, and it does not: its word is not believed. */
  isContradicted: z.boolean(),
  levels: z.array(CascadeLevel),
});
export type CameraHealth = z.infer<typeof CameraHealth>;

export const MOST_CAMERAS = 2000;
/** Cameras on one wall. */
export const MOST_ON_WALL = 9;

/** `longitude,latitude` in degrees. */
const PointText = z.string().regex(/^-?\d{1,3}(\.\d{1,12})?,-?\d{1,2}(\.\d{1,12})?$/, "longitude,latitude in degrees");

export const listCameras = route({
  path: "/api/cameras",
  who: BUSINESS_ROLES,
  summary: "Cameras in sight: of an area, an enterprise or a station, or those nearest to a point",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    station: AssetId.optional(),
    /** `longitude,latitude`: nearest first, without pages. */
    near: PointText.optional(),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(MOST_CAMERAS).default(100),
  }),
  reply: z.object({ cameras: z.array(Camera), next: z.string().nullable() }),
});

export const getCamera = route({
  path: "/api/cameras/:id",
  who: BUSINESS_ROLES,
  summary: "One camera and the health of its picture",
  params: z.object({ id: AssetId }),
  reply: z.object({ camera: Camera, health: CameraHealth }),
});

export const getCameraHealth = route({
  path: "/api/camera-health",
  who: BUSINESS_ROLES,
  summary: "States of the cameras in sight that have changed since a version, and the health of some in full",
  query: z.object({
    /** `version` of the answer before; none, or one that is no longer known = all. */
    since: z.string().max(64).optional(),
    /** Up to nine ids, commas between. */
    ids: z.string().max(1024).optional(),
  }),
  reply: z.object({
    version: z.string(),
    /** Whether `states` are all there are, and not only those that changed. */
    isWhole: z.boolean(),
    states: z.array(z.object({ id: AssetId, state: CameraState })),
    details: z.array(CameraHealth),
  }),
});

export const PlayAddress = z.object({
  protocol: PlayProtocol,
  /** A path of this server, good for this session alone and until `expiresAt`. */
  url: z.string(),
});
export type PlayAddress = z.infer<typeof PlayAddress>;

export const playCamera = route({
  method: "POST",
  path: "/api/cameras/:id/play",
  who: BUSINESS_ROLES,
  summary: "Short-lived addresses under which one camera can be watched; who watches is written down",
  params: z.object({ id: AssetId }),
  body: z.object({
    /** The token of addresses that run out: the same viewing goes on and is not written down again. */
    renews: z.string().max(1024).optional(),
  }),
  reply: z.object({
    /** Best first; none = no media server is named for the camera. */
    addresses: z.array(PlayAddress),
    /** A still picture, for when nothing moves. */
    snapshotUrl: z.string().nullable(),
    token: z.string(),
    expiresAt: Instant,
    health: CameraHealth,
  }),
});

/** Streams are no routes of the contract: they have no end, or are bytes. Each takes the token of {@link playCamera} as `k`. */
export const MEDIA_PATHS = {
  ws_flv: "/media/ws.flv",
  http_flv: "/media/live.flv",
  hls: "/media/live.m3u8",
  whep: "/media/whep",
  snapshot: "/media/snapshot.jpg",
  /** A file of the HLS stream, named by `f`. */
  segment: "/media/segment",
} as const satisfies Readonly<Record<PlayProtocol | "snapshot" | "segment", string>>;
