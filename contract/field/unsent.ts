import { z } from "zod";
import { AttachmentId, FieldRecord, Receipt, Sha256 } from "./records.ts";
import { UNSENT_FORMAT } from "./uploads.ts";

/** The first line of a file of unsent records. */
export const UnsentHead = z.looseObject({
  format: z.literal(UNSENT_FORMAT),
  version: z.int().min(1),
  exportedAt: z.string(),
  account: z.string(),
  device: z.string(),
  records: z.int().min(0),
});
export type UnsentHead = z.infer<typeof UnsentHead>;

export const UnsentRecordLine = z.looseObject({ record: FieldRecord, hash: Sha256 });
export const UnsentFileLine = z.looseObject({
  file: AttachmentId,
  offset: z.int().min(0),
  data: z.base64(),
});

/** What became of a file of unsent records. Lines that could not be taken are named with the reason; all others are kept. */
export const UnsentReply = z.object({
  receipts: z.array(Receipt),
  files: z.int(),
  problems: z.array(z.object({ line: z.int(), expected: z.string(), received: z.string() })),
});
export type UnsentReply = z.infer<typeof UnsentReply>;
