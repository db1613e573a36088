import { Worker } from "node:worker_threads";
import { type Built, buffersOf, type Pages } from "./build.ts";

/** Runs `build` in a thread of its own that ends with it; the pages' buffers are handed over. Rejects when the thread fails. */
export function buildInWorker(pages: Pages): Promise<Built> {
  const worker = new Worker(new URL("./build.worker.ts", import.meta.url));
  return new Promise<Built>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the snapshot's thread ended with ${code} before its answer`)));
    worker.postMessage(pages, [...buffersOf(pages)]);
  }).finally(() => worker.terminate());
}
