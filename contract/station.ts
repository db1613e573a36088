import { z } from "zod";
import { GasKind, NodeKind, PressureLevel, StationKind, TagKind, TagState } from "./gas.ts";
import { Instant, LngLat, route } from "./route.ts";
import { AreaCode, BUSINESS_ROLES, EnterpriseId } from "./scope.ts";

/** Id of a thing on the network as its enterprise names it. */
export const AssetId = z.string().min(1).max(64);

export const StationRow = z.object({
  id: AssetId,
  name: z.string(),
  kind: StationKind,
  gasKind: GasKind,
  areaCode: AreaCode,
  enterpriseId: EnterpriseId,
  lngLat: LngLat,
});
export type StationRow = z.infer<typeof StationRow>;

/** A live quantity with its limits; the newest value stands beside it with its time. */
export const Tag = z.object({
  id: AssetId,
  /** Dense number within `snapshot`: index into live frames. */
  seq: z.int(),
  name: z.string(),
  kind: TagKind,
  unit: z.string(),
  lowAlarm: z.number().nullable(),
  lowWarning: z.number().nullable(),
  highWarning: z.number().nullable(),
  highAlarm: z.number().nullable(),
  deadBand: z.number(),
  samplingS: z.int(),
  /** A value older than this is stale. */
  staleAfterS: z.int(),
  value: z.number().nullable(),
  at: Instant.nullable(),
  state: TagState,
});
export type Tag = z.infer<typeof Tag>;

export const Station = StationRow.extend({
  seq: z.int(),
  address: z.string().nullable(),
  pressureLevel: PressureLevel,
  outletLevel: PressureLevel.nullable(),
  inletKPa: z.number().nullable(),
  outletKPa: z.number().nullable(),
  capacityM3h: z.number().nullable(),
  builtYear: z.int().nullable(),
  status: z.string(),
  enterpriseName: z.string(),
  areaName: z.string(),
  datasetName: z.string(),
  datasetVersion: z.int(),
  nodes: z.array(
    z.object({
      id: AssetId,
      kind: NodeKind,
      name: z.string().nullable(),
      isOpen: z.boolean().nullable(),
      condition: z.enum(["operable", "broken", "inaccessible"]).nullable(),
      isMotorised: z.boolean().nullable(),
      setPointKPa: z.number().nullable(),
      lastExercised: z.iso.date().nullable(),
    }),
  ),
  cameras: z.array(z.object({ id: AssetId, name: z.string(), deviceId: z.string() })),
  tags: z.array(Tag),
});
export type Station = z.infer<typeof Station>;

export const listStations = route({
  path: "/api/stations",
  who: BUSINESS_ROLES,
  summary: "Stations of an area, optionally of one kind or enterprise, in pages",
  query: z.object({
    area: AreaCode.optional(),
    enterprise: EnterpriseId.optional(),
    kind: StationKind.optional(),
    cursor: z.string().max(128).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({ stations: z.array(StationRow), next: z.string().nullable() }),
});

export const getStation = route({
  path: "/api/stations/:id",
  who: BUSINESS_ROLES,
  summary: "One station with its equipment, cameras and live tags",
  params: z.object({ id: AssetId }),
  reply: Station,
});

export const Pipe = z.object({
  id: AssetId,
  seq: z.int(),
  areaCode: AreaCode,
  areaName: z.string(),
  enterpriseId: EnterpriseId,
  enterpriseName: z.string(),
  gasKind: GasKind,
  pressureLevel: PressureLevel,
  material: z.string(),
  dnMm: z.number(),
  wallMm: z.number().nullable(),
  lengthM: z.number(),
  laidYear: z.int().nullable(),
  depthM: z.number().nullable(),
  designKPa: z.number().nullable(),
  operatingKPa: z.number().nullable(),
  flowM3h: z.number().nullable(),
  status: z.string(),
  anticorrosion: z.string().nullable(),
  surveyAccuracyM: z.number().nullable(),
  sourceCrs: z.string(),
  fromNode: z.string(),
  toNode: z.string(),
  datasetName: z.string(),
  datasetVersion: z.int(),
  path: z.array(LngLat),
});
export type Pipe = z.infer<typeof Pipe>;

export const getPipe = route({
  path: "/api/pipes/:id",
  who: BUSINESS_ROLES,
  summary: "One pipe segment with all attributes",
  params: z.object({ id: AssetId }),
  reply: Pipe,
});

/** From what a tile says (a dense number) to the row it stands for. */
export const resolveSeq = route({
  path: "/api/seq/:kind/:seq",
  who: BUSINESS_ROLES,
  summary: "The id behind a dense number of the current snapshot",
  params: z.object({ kind: z.enum(["pipe", "station", "tag"]), seq: z.coerce.number().int().min(0) }),
  query: z.object({ v: z.string().max(32).optional() }),
  reply: z.object({ kind: z.enum(["pipe", "station", "tag"]), id: AssetId, stationId: AssetId.nullable() }),
});

export const getReadings = route({
  path: "/api/tags/:id/readings",
  who: BUSINESS_ROLES,
  summary: "Readings of one tag, reduced to at most `points` buckets of min, max and mean",
  params: z.object({ id: AssetId }),
  query: z.object({
    from: Instant,
    to: Instant,
    points: z.coerce.number().int().min(2).max(2000).default(400),
  }),
  reply: z.object({
    id: AssetId,
    unit: z.string(),
    /** Columns of equal length, oldest first; empty buckets are left out. */
    at: z.array(z.number()),
    min: z.array(z.number()),
    max: z.array(z.number()),
    mean: z.array(z.number()),
    count: z.array(z.int()),
  }),
});
