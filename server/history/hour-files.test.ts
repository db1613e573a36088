import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HourColumn } from "./build-hours.ts";
import { createHourFiles } from "./hour-files.ts";

const HOUR = Date.UTC(2026, 10, 24, 19);
const column: HourColumn = {
  from: HOUR,
  knownUntil: HOUR + 3_600_000,
  ids: ["T1", "T2"],
  start: Uint32Array.of(0, 2, 5),
  bytes: Uint8Array.of(1, 2, 3, 4, 5),
};
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gas-one-map-hours-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("an hour comes back as it was kept, and nothing half-written lies beside it", async () => {
  const files = createHourFiles(folder);
  await files.write({ column, builtAt: 7 });
  expect(await files.read(HOUR)).toEqual({ column, builtAt: 7 });
  expect(readdirSync(join(folder, "2026-11-24"))).toEqual(["19.hour"]);
  const empty = { ...column, ids: [], start: Uint32Array.of(0), bytes: new Uint8Array() };
  await files.write({ column: empty, builtAt: 8 });
  expect((await files.read(HOUR))?.column).toEqual(empty);
});

test("an hour that is not there, or damaged, is none", async () => {
  const files = createHourFiles(folder);
  expect(await files.read(HOUR)).toBeNull();
  await files.write({ column, builtAt: 7 });
  const path = join(folder, "2026-11-24", "19.hour");
  truncateSync(path, 20);
  expect(await files.read(HOUR)).toBeNull();
  writeFileSync(path, "something else");
  expect(await files.read(HOUR)).toBeNull();
});
