import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { DatasetKind } from "#contract/dataset.ts";
import { planWorld, type WorldOptions } from "#mocks/world/plan.ts";
import type { Part, TagRow } from "#mocks/world/rows.ts";
import { TIER_SIZES } from "#mocks/world/tiers.ts";
import { instant } from "#mocks/world/time.ts";
import { enterprisesOf, partsOf } from "#mocks/world/world.ts";
import { Datasets } from "./datasets.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";
import { writeReadings } from "./readings.ts";
import type { FileRow } from "./sink.ts";

export interface WriteProgress {
  readonly stage: "network" | "readings";
  /** 0 to 1 within the stage. */
  readonly share: number;
}

/** What is referred to is imported before what refers to it. */
const ORDER: readonly DatasetKind[] = [
  "enterprise",
  "station",
  "node",
  "pipe",
  "tag",
  "camera",
  "customer",
  "supply",
  "hazard",
  "alarm",
  "reading",
];

const row = (x: object): FileRow => x as FileRow;

function addPart(datasets: Datasets, part: Part): void {
  const city = part.areaCode === "130000" ? "130000" : `${part.areaCode.slice(0, 4)}00`;
  for (const station of part.stations) datasets.addNetwork("station", city, row(station));
  for (const node of part.nodes) datasets.addNetwork("node", city, row(node));
  for (const pipe of part.pipes) datasets.addNetwork("pipe", city, row(pipe));
  for (const tag of part.tags) datasets.addCsv("tag", "130000", row(tag));
  for (const camera of part.cameras) datasets.addCsv("camera", "130000", row(camera));
  for (const customer of part.customers) datasets.addCsv("customer", city, row(customer));
  for (const report of part.supply) datasets.addCsv("supply", "130000", row(report));
  for (const hazard of part.hazards) datasets.addCsv("hazard", "130000", row(hazard));
  for (const alarm of part.alarms) datasets.addCsv("alarm", "130000", row(alarm));
}

/**
 * Writes a made-up province as the files that enterprises would deliver, with `manifest.json` beside them. One county is in
 * memory at a time. Throws what the file system throws; the manifest is written last, so a directory without one is not whole.
 */
export async function writeWorld(
  options: WorldOptions,
  dir: string,
  onProgress: (progress: WriteProgress) => void = () => undefined,
): Promise<Manifest> {
  mkdirSync(dir, { recursive: true });
  const plan = planWorld(options);
  const datasets = new Datasets(dir, new Date(options.asOf));
  for (const enterprise of enterprisesOf(plan)) datasets.addCsv("enterprise", "130000", row(enterprise));
  const tags: TagRow[] = [];
  let done = 0;
  for (const part of partsOf(plan)) {
    addPart(datasets, part);
    tags.push(...part.tags);
    done++;
    onProgress({ stage: "network", share: done / (plan.counties.length + 1) });
    await setImmediate();
  }
  const entries: ManifestEntry[] = await datasets.close();
  const size = TIER_SIZES[options.tier];
  const readings = await writeReadings({
    dir,
    tags,
    seed: options.seed,
    asOfMs: options.asOf,
    days: size.readingDays,
    stepS: size.readingStepS,
    onProgress: (share) => onProgress({ stage: "readings", share }),
  });
  if (readings) entries.push(readings);
  entries.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1));
  const { seed, tier } = options;
  const manifest: Manifest = { asOf: instant(options.asOf), seed, tier, answerKey: "answer-key.json", entries };
  writeFileSync(join(dir, "answer-key.json"), `${JSON.stringify({ defects: [] })}\n`);
  writeFileSync(join(dir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
