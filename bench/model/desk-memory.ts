/**
 * `node --expose-gc [--max-semi-space-size=2] bench/model/desk-memory.ts TAG`: what the worker of the model costs with one grid open, in a process of its own
 * that plays the worker. Prints JSON, MB over the bare process: `today` the most until the network stands with its segments and pressures,
 * `plan` the most after a click, `kept` what is still held then. V8 lets some 60 MB of dead columns and young objects stand before it collects;
 * with a small nursery the figures are what is needed.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { peakBytes } from "#bench/method/peak.ts";
import { openDesk } from "#model/network/desk.ts";

const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
const held = (): number => {
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
};
const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

function measure(path: string): void {
  const file = new Uint8Array(readFileSync(path)).buffer;
  const before = held();
  const bare = process.memoryUsage.rss();
  const desk = openDesk(file);
  void [desk.index, desk.today];
  const today = peakBytes() - bare;
  const pick = { seq: 20, lngLat: [114.5, 38.1] as [number, number] };
  const { answer } = desk.answer({ kind: "isolate", pick, stuck: [] }, () => 0);
  const figures = { file: file.byteLength, today, plan: peakBytes() - bare, kept: held() - before };
  const told = Object.entries(figures).map(([name, bytes]) => [name, mb(bytes)]);
  console.log(JSON.stringify({ ...Object.fromEntries(told), isPlanned: answer.kind === "isolate" }));
}

/** The grid's file is made by a process that does not count. */
async function make(tag: string, path: string): Promise<void> {
  const [{ GRID_ITEMS }, { gridRows }, { writeNetworkFile }] = await Promise.all([
    import("./grid-items.ts"),
    import("./grid-rows.ts"),
    import("#model/network/file.ts"),
  ]);
  const item = GRID_ITEMS.find((one) => one.tag === tag);
  if (!item) throw new Error(`expected one of ${GRID_ITEMS.map((one) => one.tag).join(", ")}, got ${tag}`);
  writeFileSync(path, writeNetworkFile(gridRows(item, 2)));
}

const [tag = "100k", into] = process.argv.slice(2);
if (into !== undefined) await make(tag, into);
else {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-desk-"));
  try {
    const path = join(dir, "network");
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), tag, path]);
    measure(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
