import { parentPort } from "node:worker_threads";
import { type Batch, TilePacker } from "./pack-tiles.ts";

const packer = new TilePacker();

parentPort?.on("message", (batch: Batch | null) => {
  if (batch === null) parentPort?.postMessage(packer.finish());
  else {
    const packed = packer.pack(batch);
    parentPort?.postMessage(packed, [packed.buffer]);
  }
});
