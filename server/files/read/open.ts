import { access } from "node:fs/promises";
import { basename, extname } from "node:path";
import { FileProblem, type Source, shown } from "../row.ts";
import { type Bytes, fileBytes, firstBytes } from "./bytes.ts";
import { openCsv } from "./csv.ts";
import { encodingAsked } from "./encoding.ts";
import { openGeoJson } from "./geojson.ts";
import { openGeoPackage } from "./geopackage.ts";
import { openShapefile, type ShapefileParts } from "./shapefile.ts";
import { openZip, type Zip } from "./zip.ts";

export interface OpenOptions {
  /** Table of a GeoPackage, or file stem within a zip. */
  readonly layer: string | null;
  /** Name of a text encoding, or null to find out. */
  readonly encoding: string | null;
}

/** Opens a file by what it begins with, not by its name. Throws a FileProblem that says what the file is not. */
export async function openSource(path: string, options: OpenOptions): Promise<Source> {
  await access(path).catch(() => {
    throw new FileProblem("file_missing", "a file that can be read", path);
  });
  const encoding = options.encoding === null ? null : encodingAsked(options.encoding);
  const head = await firstBytes(path, 16);
  if (head.length === 0) throw new FileProblem("file_empty", "a file with rows", path);
  if (head.toString("latin1").startsWith("SQLite format 3")) return openGeoPackage(path, options.layer);
  if (head.subarray(0, 4).equals(Buffer.from("PK\x03\x04", "latin1"))) return openZipped(path, options, encoding);
  if (head.readUInt32BE(0) === 9994) return openShapefile(await beside(path), encoding);
  const bytes = await fileBytes(path);
  return (await isJson(bytes)) ? openGeoJson(bytes) : openCsv(bytes, encoding);
}

async function isJson(bytes: Bytes): Promise<boolean> {
  for await (const chunk of bytes.open()) {
    // A byte order mark or a record separator may stand before the first brace.
    const start = chunk
      .subarray(0, 64)
      .toString("utf8")
      .replaceAll("\u001e", "")
      .replace(/^[\uFEFF\s]+/, "");
    if (start !== "") return start.startsWith("{");
  }
  return false;
}

const stem = (name: string) => basename(name, extname(name));
const hasExtension = (name: string, extension: string) => extname(name).toLowerCase() === extension;

async function openZipped(
  path: string,
  options: OpenOptions,
  encoding: ReturnType<typeof encodingAsked> | null,
): Promise<Source> {
  const zip = await openZip(path);
  try {
    const shapes = zip.members.filter(({ name }) => hasExtension(name, ".shp"));
    if (shapes.length > 0)
      return await openShapefile(
        zippedParts(
          zip,
          shapes.map(({ name }) => name),
          options.layer,
        ),
        encoding,
      );
    const texts = zip.members.filter(({ name }) => /\.(geojson|json|geojsons|geojsonl|csv|txt)$/i.test(name));
    const picked = options.layer === null ? texts : texts.filter(({ name }) => stem(name) === options.layer);
    const only = picked[0];
    if (!only || picked.length > 1)
      throw new FileProblem("layer_needed", "one .shp, .geojson or .csv in the zip, or --layer", listed(zip));
    const bytes: Bytes = { ...only, close: () => zip.close() };
    return (await isJson(bytes)) ? await openGeoJson(bytes) : await openCsv(bytes, encoding);
  } catch (error) {
    await zip.close();
    throw error;
  }
}

const listed = (zip: Zip) => shown(zip.members.map(({ name }) => name).join(", ")) || "an empty zip";

function zippedParts(zip: Zip, shapes: readonly string[], layer: string | null): ShapefileParts {
  const picked = layer === null ? shapes : shapes.filter((name) => stem(name) === layer);
  const shp = picked[0];
  const names = shapes.map(stem).join(", ");
  if (shp === undefined) throw new FileProblem("layer_unknown", `one of ${names}`, String(layer));
  if (picked.length > 1) throw new FileProblem("layer_needed", `--layer, one of ${names}`, "no --layer");
  const base = shp.slice(0, -4).toLowerCase();
  const part = (extension: string) => zip.members.find(({ name }) => name.toLowerCase() === base + extension) ?? null;
  const dbf = part(".dbf");
  if (!dbf) throw new FileProblem("dbf_missing", `${stem(shp)}.dbf in the zip`, listed(zip));
  return {
    layer: stem(shp),
    shp: part(".shp") as Bytes,
    dbf,
    prj: part(".prj"),
    cpg: part(".cpg"),
    close: () => zip.close(),
  };
}

async function beside(path: string): Promise<ShapefileParts> {
  const base = path.slice(0, -4);
  const part = async (...extensions: string[]) => {
    for (const extension of extensions) {
      const found = await access(base + extension).then(
        () => true,
        () => false,
      );
      if (found) return fileBytes(base + extension);
    }
    return null;
  };
  const dbf = await part(".dbf", ".DBF");
  if (!dbf) throw new FileProblem("dbf_missing", `${stem(path)}.dbf beside the .shp`, "none");
  return {
    layer: stem(path),
    shp: await fileBytes(path),
    dbf,
    prj: await part(".prj", ".PRJ"),
    cpg: await part(".cpg", ".CPG"),
    close: async () => {},
  };
}
