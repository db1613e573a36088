import { parentPort } from "node:worker_threads";
import { createLiveJobs, type LiveJob } from "./live-jobs.ts";

const run = createLiveJobs(() => performance.now());
parentPort?.on("message", ({ id, job }: { readonly id: number; readonly job: LiveJob }) => {
  try {
    const ok = run(job);
    const transfer = ok && "seqs" in ok ? [ok.seqs.buffer, ok.bytes.buffer] : [];
    parentPort?.postMessage({ id, ok }, transfer);
  } catch (cause) {
    parentPort?.postMessage({ id, error: String(cause) });
  }
});
