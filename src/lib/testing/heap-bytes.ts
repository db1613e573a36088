import { cdp } from "vitest/browser";

/** As much of Chromium's own protocol as is needed; the runner's type leaves it open. */
interface Protocol {
  send(method: "HeapProfiler.collectGarbage"): Promise<unknown>;
  send(method: "Runtime.getHeapUsage"): Promise<{ readonly usedSize: number; readonly backingStorageSize?: number }>;
}

/** Bytes alive in the page after a collection: objects, and the buffers beside them. */
export async function heapBytes(): Promise<{ readonly objects: number; readonly buffers: number }> {
  const chromium = cdp() as unknown as Protocol;
  await chromium.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0 } = await chromium.send("Runtime.getHeapUsage");
  return { objects: usedSize, buffers: backingStorageSize };
}
