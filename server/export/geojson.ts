import { jsonValue } from "#server/features/json-value.ts";
import type { Format, Sink, SinkPlan } from "./sink.ts";
import { type ExportRow, factPairs } from "./source.ts";
import { TextFile } from "./text-file.ts";

function featureOf({ values, place }: ExportRow, names: readonly string[], idAt: number): string {
  let properties = "";
  for (let i = 0; i < names.length; i += 1)
    properties += `${i === 0 ? "" : ","}${names[i]}:${JSON.stringify(jsonValue(values[i]))}`;
  const id = idAt === -1 ? "" : `"id":${JSON.stringify(values[idAt])},`;
  return `{"type":"Feature",${id}"geometry":${(place as string | null) ?? "null"},"properties":{${properties}}}`;
}

async function openGeoJson({ file: path, name, columns, facts }: SinkPlan): Promise<Sink> {
  const file = await TextFile.create(path);
  const names = columns.map((column) => JSON.stringify(column.name));
  const idAt = columns.findIndex((column) => column.name === "id");
  const metadata = { ...Object.fromEntries(factPairs(facts)), sources: facts.origins };
  await file.add(
    `{"type":"FeatureCollection","name":${JSON.stringify(name)},"metadata":${JSON.stringify(metadata)},"features":[\n`,
  );
  let isFirst = true;
  return {
    write: async (rows) => {
      if (rows.length === 0) return;
      const text = rows.map((row) => featureOf(row, names, idAt)).join(",\n");
      await file.add(isFirst ? text : `,\n${text}`);
      isFirst = false;
    },
    end: async () => {
      await file.add("\n]}\n");
      await file.end();
    },
    abandon: async () => await file.close(),
  };
}

/** RFC 7946: longitude, latitude; what is known of the file is the member `metadata`. */
export const geojson: Format = {
  extension: "geojson",
  type: "application/geo+json",
  form: "geojson",
  needsPlace: true,
  open: openGeoJson,
};
