import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { DatasetKind } from "#contract/dataset.ts";
import {
  type AnswerKey,
  type Faults,
  faultsOf,
  faultyEnterprise,
  faultySensors,
  unknownTagDefect,
} from "#mocks/world/defects.ts";
import type { SupervisionUnit } from "#mocks/world/divisions.ts";
import { planWorld, type WorldOptions } from "#mocks/world/plan.ts";
import type { Part, TagRow } from "#mocks/world/rows.ts";
import { TIER_SIZES } from "#mocks/world/tiers.ts";
import { instant } from "#mocks/world/time.ts";
import { enterprisesOf, partsOf } from "#mocks/world/world.ts";
import { Datasets, type Place } from "./datasets.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";
import { writeReadings } from "./readings.ts";
import type { FileRow } from "./sink.ts";
import { writeWrongCrs } from "./wrong-crs.ts";

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
  "duct",
  "tag",
  "camera",
  "customer",
  "supply",
  "hazard",
  "alarm",
  "reading",
];

const row = (x: object): FileRow => x as FileRow;

type Found = AnswerKey["defects"][number];

/** Writes one kind's rows of a part, with what its delivery gets wrong. */
function addRows(put: (row: FileRow) => Place, kind: DatasetKind, rows: readonly object[], faults: Faults): Found[] {
  const found: Found[] = [];
  for (const sound of rows) {
    const change = faults.changed.size > 0 ? faults.changed.get((sound as { id?: string }).id ?? "") : undefined;
    const place = put(row(change ? { ...sound, ...change.cells } : sound));
    if (change) found.push({ ...change.defect, ...place });
  }
  for (const { defect, row: faulty } of faults.extra)
    if (defect.kind === kind) found.push({ ...defect, ...put(row(faulty)) });
  return found;
}

/** @param unit code of the supervision unit that gathers the part's files: whoever sees the unit sees its datasets */
function addPart(datasets: Datasets, unit: string, part: Part): Found[] {
  const faults = faultsOf(part);
  const network = (kind: "station" | "node" | "pipe") =>
    addRows((r) => datasets.addNetwork(kind, unit, r), kind, part[`${kind}s`], faults);
  const csv = (kind: DatasetKind, area: string, rows: readonly object[]) =>
    addRows((r) => datasets.addCsv(kind, area, r), kind, rows, faults);
  return [
    ...network("station"),
    ...network("node"),
    ...network("pipe"),
    ...addRows((r) => datasets.addLines("duct", unit, r), "duct", part.ducts, faults),
    ...csv("tag", "130000", part.tags),
    ...csv("camera", "130000", part.cameras),
    ...csv("customer", unit, part.customers),
    ...csv("supply", "130000", part.supply),
    ...csv("hazard", "130000", part.hazards),
    ...csv("alarm", "130000", part.alarms),
  ];
}

/**
 * Writes a made-up province as the files that enterprises would deliver, with `manifest.json` beside them. One county is in
 * memory at a time. Throws what the file system throws; the manifest is written last, so a directory without one is not whole.
 */
export async function writeWorld(
  options: WorldOptions & { readonly units: readonly SupervisionUnit[] },
  dir: string,
  onProgress: (progress: WriteProgress) => void = () => undefined,
): Promise<Manifest> {
  mkdirSync(dir, { recursive: true });
  const plan = planWorld(options);
  const datasets = new Datasets(dir, new Date(options.asOf));
  const defects: Found[] = [];
  const enterprises = enterprisesOf(plan);
  for (const enterprise of enterprises) datasets.addCsv("enterprise", "130000", row(enterprise));
  const wrong = faultyEnterprise(enterprises[1] ?? plan.trunkEnterprise);
  defects.push({ ...wrong.defect, ...datasets.addCsv("enterprise", "130000", row(wrong.row)) });
  const unitOf = new Map(options.units.flatMap(({ code, counties }) => counties.map((county) => [county, code])));
  const tags: TagRow[] = [];
  let done = 0;
  for (const part of partsOf(plan)) {
    defects.push(...addPart(datasets, unitOf.get(part.areaCode) ?? "130000", part));
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
  if (readings) {
    entries.push(readings);
    defects.push({ ...unknownTagDefect, dataset: readings.name, line: readings.rows + 1 });
  }
  const wrongCrs = await writeWrongCrs(dir, plan.trunk);
  const key: AnswerKey = { defects, sensors: faultySensors(options.seed, tags), wrongCrs: [wrongCrs] };
  entries.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.name < b.name ? -1 : 1));
  const { seed, tier } = options;
  const manifest: Manifest = { asOf: instant(options.asOf), seed, tier, answerKey: "answer-key.json", entries };
  writeFileSync(join(dir, "answer-key.json"), `${JSON.stringify(key, null, 2)}\n`);
  writeFileSync(join(dir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
