import { type DeviceRecord, type Draft, isConfirmed, type Ledger } from "#api/outbox/ledger.ts";
import type { Json } from "#contract/field/canonical.ts";

/** A ledger that lives as long as the test: the same laws as the device's, without a browser. */
export function memoryLedger(): Ledger {
  const records = new Map<string, DeviceRecord>();
  const drafts = new Map<string, Draft>();
  const files = new Map<string, Uint8Array>();
  const kept = new Map<string, Json>();
  const byId = <T extends { readonly id: string }>(map: Map<string, T>) =>
    [...map.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    drafts: async () => byId(drafts),
    putDraft: async (draft) => void drafts.set(draft.id, draft),
    dropDraft: async (id) => {
      if (!records.has(id)) for (const file of drafts.get(id)?.files ?? []) files.delete(file.id);
      drafts.delete(id);
    },
    putFile: async (id, bytes) => void files.set(id, bytes.slice()),
    dropFile: async (id) => void files.delete(id),
    readFile: async (id, from, limit) => files.get(id)?.slice(from, from + limit) ?? null,
    seal: async (record) => {
      const before = records.get(record.id);
      if (before && before.hash !== record.hash) throw new Error(`${record.id} is sealed with another content`);
      if (!before) records.set(record.id, record);
      drafts.delete(record.id);
    },
    records: async () => byId(records),
    advance: async (id, change) => {
      const before = records.get(id);
      if (!before) return null;
      const after = change(before);
      records.set(id, after);
      return after;
    },
    freeConfirmed: async () => {
      let freed = 0;
      for (const record of byId(records).filter((one) => isConfirmed(one) && !one.isFreed)) {
        for (const { id } of record.sealed.attachments) {
          freed += files.get(id)?.byteLength ?? 0;
          files.delete(id);
        }
        records.set(record.id, { ...record, isFreed: true });
      }
      return freed;
    },
    keep: async (key, value) => void kept.set(key, value),
    kept: async (key) => kept.get(key),
    close: () => {},
  };
}
