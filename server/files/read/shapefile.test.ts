import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { foreignColumns } from "#mocks/files/foreign.ts";
import { projection } from "#mocks/files/projections.ts";
import { shapefileSink } from "#mocks/files/shapefile.ts";
import { rowsOf } from "#server/files/testing/bytes.ts";
import { type Folder, folder } from "#server/files/testing/small-files.ts";
import { openSource } from "./open.ts";
import { openZip, wholeMember } from "./zip.ts";

let files: Folder;
beforeAll(() => {
  files = folder();
});
afterAll(() => files.remove());

const open = (path: string, layer: string | null = null, encoding: string | null = null) =>
  openSource(path, { layer, encoding });

const PATHS = [
  [
    [114.5, 38.04],
    [114.51, 38.05],
    [114.52, 38.04],
  ],
  [
    [114.6, 38.1],
    [114.61, 38.1],
  ],
] as const;

async function written(name: string): Promise<string> {
  const path = files.path(name);
  const foreign = foreignColumns("pipe");
  const sink = shapefileSink({
    path,
    stem: "管线",
    kind: "pipe",
    projection: projection("EPSG:4490"),
    foreign,
    asOf: new Date(0),
  });
  for (const [i, one] of PATHS.entries())
    sink.add({ id: `P${i}`, material: "steel", dn_mm: 219.1, laid_year: null, path: one.map(([x, y]) => [x, y]) });
  await sink.close();
  return path;
}

/** The parts of a zip, changed, zipped again. */
async function rezipped(from: string, name: string, change: (parts: Map<string, Buffer>) => void): Promise<string> {
  const zip = await openZip(from);
  const parts = new Map<string, Buffer>();
  for (const member of zip.members) parts.set(member.name, await wholeMember(member));
  await zip.close();
  change(parts);
  const out = new ZipFile();
  for (const [member, bytes] of parts) out.addBuffer(bytes, member);
  out.end();
  await pipeline(out.outputStream, createWriteStream(files.path(name)));
  return files.path(name);
}

test("a zipped Shapefile with Chinese columns in GBK is read with its geometry, words and CRS", async () => {
  const source = await open(await written("a.zip"));
  const rows = await rowsOf(source);
  await source.close();
  expect(source).toMatchObject({ format: "shapefile", layer: "管线", encoding: "GB18030", hasGeometry: true });
  expect(source.declaredCrs()).toMatch(/^GEOGCS\["GCS_China_Geodetic/);
  const named = (column: string) => rows.map((row) => row.values[source.columns.indexOf(column)]);
  expect(named("管段编号")).toEqual(["P0", "P1"]);
  expect(named("管材")).toEqual(["钢管", "钢管"]);
  expect(named("管径")).toEqual([219.1, 219.1]);
  expect(named("敷设年份")).toEqual([null, null]);
  expect(rows.map(({ geometry }) => geometry?.xy)).toEqual(PATHS.map((path) => path.flat()));
});

test("without .cpg and language driver the encoding is seen from the bytes", async () => {
  const path = await rezipped(await written("b.zip"), "c.zip", (parts) => {
    parts.delete("管线.cpg");
    parts.get("管线.dbf")?.writeUInt8(0, 29);
  });
  const source = await open(path);
  expect(source.encoding).toBe("GB18030");
  expect(source.columns).toContain("管段编号");
  await source.close();
});

test("a record deleted in the editor is not there, the line numbers of the others stay", async () => {
  const path = await rezipped(await written("d.zip"), "e.zip", (parts) => {
    const dbf = parts.get("管线.dbf") as Buffer;
    dbf.writeUInt8(0x2a, dbf.readUInt16LE(8));
  });
  const source = await open(path);
  expect((await rowsOf(source)).map(({ line }) => line)).toEqual([2]);
  await source.close();
});

test("a part cut short, missing or too long is named, wherever it is cut", async () => {
  const whole = await written("f.zip");
  const end = async (change: (parts: Map<string, Buffer>) => void) => {
    const path = await rezipped(whole, "g.zip", change);
    try {
      const source = await open(path);
      await rowsOf(source).finally(() => source.close());
      return "rows";
    } catch (error) {
      return (error as { rule?: string }).rule;
    }
  };
  expect(await end((parts) => parts.delete("管线.dbf"))).toBe("dbf_missing");
  for (const part of ["管线.shp", "管线.dbf"]) {
    const length = await readLength(whole, part);
    for (const cut of [0, 10, 50, length / 2, length - 30])
      expect(
        await end((parts) => parts.set(part, (parts.get(part) as Buffer).subarray(0, cut))),
        `${part} ${cut}`,
      ).toMatch(/truncated|shp_broken|dbf_broken/);
  }
});

async function readLength(path: string, part: string): Promise<number> {
  const zip = await openZip(path);
  const size = zip.members.find(({ name }) => name === part)?.size ?? 0;
  await zip.close();
  return size;
}

test("a zip that is none, holds nothing of use, or several layers, is named", async () => {
  const bytes = readFileSync(await written("h.zip"));
  writeFileSync(files.path("cut.zip"), bytes.subarray(0, bytes.length - 40));
  await expect(open(files.path("cut.zip"))).rejects.toMatchObject({ rule: "zip_broken" });
  const other = await rezipped(files.path("h.zip"), "i.zip", (parts) => {
    for (const name of [...parts.keys()]) parts.delete(name);
    parts.set("readme.md", Buffer.from("nothing"));
  });
  await expect(open(other)).rejects.toMatchObject({ rule: "layer_needed", received: "readme.md" });
  const two = await rezipped(files.path("h.zip"), "j.zip", (parts) => {
    for (const [name, part] of [...parts]) parts.set(name.replace("管线", "second"), part);
  });
  await expect(open(two)).rejects.toMatchObject({ rule: "layer_needed" });
  await expect(open(two, "third")).rejects.toMatchObject({ rule: "layer_unknown" });
  const source = await open(two, "second");
  expect(await rowsOf(source)).toHaveLength(2);
  await source.close();
});
