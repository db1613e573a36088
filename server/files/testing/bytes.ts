import type { Bytes } from "#server/files/read/bytes.ts";
import type { RawRow, Source } from "#server/files/row.ts";

/** Bytes in memory, handed over in chunks of this size: what is cut by a chunk is where readers go wrong. */
export function bytesOf(content: string | Uint8Array, chunk = 7): Bytes {
  const all = Buffer.from(content as string);
  return {
    name: "memory",
    async *open() {
      for (let at = 0; at < all.length; at += chunk) yield all.subarray(at, at + chunk);
    },
    progress: () => 1,
    close: async () => {},
  };
}

/** Every row of a source. */
export async function rowsOf(source: Source): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const batch of source.batches()) rows.push(...batch);
  return rows;
}
