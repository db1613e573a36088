import { readExport } from "./export-file.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Takes a file of unsent records into this device's own queue: from here they are sent under their own ids, so that nothing comes twice. Answers how
 * many records were taken and how many lines were damaged. Throws when it is no such file, or the device is full.
 */
export async function takeExport(
  outbox: Pick<Outbox, "ledger" | "seal">,
  text: string,
): Promise<{ readonly records: number; readonly broken: number }> {
  const { records, files, broken } = await readExport(text);
  for (const { record } of records) {
    for (const { id } of record.attachments) {
      const bytes = files.get(id);
      if (bytes) await outbox.ledger.putFile(id, bytes);
    }
    await outbox.seal(record, record.id.slice(0, 8));
  }
  return { records: records.length, broken: broken.length };
}
