import { z } from "zod";
import { route } from "./route.ts";
import { BUSINESS_ROLES } from "./scope.ts";

/** What a file can hold. Each has its fields in `import-fields.ts`. */
export const DATASET_KINDS = [
  "enterprise",
  "station",
  "node",
  "pipe",
  "duct",
  "tag",
  "camera",
  "customer",
  "supply",
  "hazard",
  "alarm",
  "reading",
  "boundary",
] as const;
export const DatasetKind = z.enum(DATASET_KINDS);
export type DatasetKind = (typeof DATASET_KINDS)[number];

export const Dataset = z.object({
  name: z.string(),
  kind: DatasetKind,
  areaCode: z.string(),
  enterpriseId: z.string().nullable(),
  version: z.int(),
  rows: z.int(),
  rejected: z.int(),
  sourceCrs: z.string().nullable(),
  importedAt: z.string(),
});
export type Dataset = z.infer<typeof Dataset>;

export const listDatasets = route({
  path: "/api/datasets",
  who: BUSINESS_ROLES,
  summary: "Datasets in the caller's area, newest import first",
  reply: z.object({ datasets: z.array(Dataset) }),
});

export const RejectedRow = z.object({
  line: z.int(),
  field: z.string().nullable(),
  rule: z.string(),
  expected: z.string(),
  received: z.string(),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

export const listRejected = route({
  path: "/api/datasets/:name/rejected",
  who: BUSINESS_ROLES,
  summary: "Rows of a dataset's newest import that were not taken, with the reason",
  params: z.object({ name: z.string().min(1).max(128) }),
  query: z.object({
    cursor: z.string().max(32).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({ rows: z.array(RejectedRow), next: z.string().nullable() }),
});
