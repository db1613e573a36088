import { parentPort } from "node:worker_threads";
import { buffersOf, build, type Pages } from "./build.ts";

parentPort?.once("message", (pages: Pages) => {
  const built = build(pages);
  parentPort?.postMessage(built, [...buffersOf(built)]);
});
