import { join } from "node:path";
import type { AnswerKey } from "#mocks/world/defects.ts";
import type { Part } from "#mocks/world/rows.ts";
import { geoJsonSink } from "./geojson.ts";
import { projection } from "./projections.ts";
import type { FileRow } from "./sink.ts";

/** Declared: central meridian 114° E. Actual: 117° E. Read as declared, everything lies some 260 km too far west. */
const [DECLARED, ACTUAL] = ["EPSG:4547", "EPSG:4548"] as const;

/** A file whose coordinates are in another zone than it declares: no manifest leads to it, an importer must refuse it. */
export async function writeWrongCrs(dir: string, trunk: Part): Promise<AnswerKey["wrongCrs"][number]> {
  const file = "wrong-crs-pipes.geojson";
  const { convert } = projection(ACTUAL);
  const epsg = projection(DECLARED).epsg;
  const sink = geoJsonSink({ path: join(dir, file), kind: "pipe", name: "wrong-crs", convert, foreign: null, epsg });
  for (const pipe of trunk.pipes.slice(0, 40)) sink.add(pipe as unknown as FileRow);
  await sink.close();
  return { file, declared: DECLARED, actual: ACTUAL };
}
