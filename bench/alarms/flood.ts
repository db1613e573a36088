import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAlarms } from "#server/alarms/service.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { openDatabase } from "#server/db/open.ts";

const CITIES = ["1301", "1302", "1303", "1304", "1305", "1306", "1307", "1308", "1309", "1310", "1311", "1305"];
const STATIONS = 40;
const BOXES = 21;
const MINUTES = 10;
const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object, message: string) => console.error(message, facts),
};

/** A dozen cities, each a gate that feeds forty regulator stations, each of which feeds boxes with a pressure sensor. */
async function plant(tx: Tx): Promise<number> {
  const stations: string[] = [];
  const nodes: string[] = [];
  const pipes: string[] = [];
  const tags: string[] = [];
  const row = (...cells: (string | number)[]) => `${cells.join("\t")}\n`;
  const station = (id: string, kind: string, area: string, ent: string, level: string, outlet: string) => {
    stations.push(
      row(id, "bench", id, kind, area, ent, "urban_ng", level, outlet, "in_service", "SRID=4490;POINT(115 38)"),
    );
    nodes.push(row(`N${id}`, "bench", "regulator", area, ent, id, level, "SRID=4490;POINT(115 38)"));
  };
  const pipe = (from: string, to: string, area: string, ent: string, level: string) =>
    pipes.push(
      row(
        `P${pipes.length}`,
        "bench",
        area,
        ent,
        "urban_ng",
        level,
        "PE100",
        100,
        10,
        "in_service",
        "EPSG:4490",
        from,
        to,
        "SRID=4490;LINESTRING(115 38,115.001 38)",
      ),
    );
  const tag = (id: string, stationId: string, area: string, ent: string, nominal: number) =>
    tags.push(
      row(
        `T${id}`,
        "bench",
        id,
        "pressure",
        stationId,
        area,
        ent,
        "kPa",
        0.6 * nominal,
        0.75 * nominal,
        0.01,
        60,
        3600,
        nominal,
      ),
    );
  CITIES.forEach((city, c) => {
    const [area, ent, gate] = [`${city}${String(2 + c).padStart(2, "0")}`, `E-${c}`, `G${c}`];
    station(gate, "city_gate", area, ent, "HP_A", "MP_A");
    tag(gate, gate, area, ent, 350);
    for (let s = 0; s < STATIONS; s++) {
      const id = `R${c}-${s}`;
      station(id, "regulator_station", area, ent, "MP_A", "MP_B");
      pipe(`N${gate}`, `N${id}`, area, ent, "MP_A");
      for (let b = 0; b < BOXES; b++) {
        const box = `B${c}-${s}-${b}`;
        station(box, "regulator_box", area, ent, "MP_B", "LP");
        pipe(`N${id}`, `N${box}`, area, ent, "MP_B");
        tag(box, box, area, ent, 150);
      }
    }
    pipe(`X${c}`, `N${gate}`, area, ent, "HP_A");
  });
  await tx.copy(
    "station",
    [
      "id",
      "dataset_name",
      "name",
      "kind",
      "area_code",
      "enterprise_id",
      "gas_kind",
      "pressure_level",
      "outlet_level",
      "status",
      "geom",
    ],
    stations,
  );
  await tx.copy(
    "node",
    ["id", "dataset_name", "kind", "area_code", "enterprise_id", "station_id", "pressure_level", "geom"],
    nodes,
  );
  await tx.copy(
    "pipe",
    [
      "id",
      "dataset_name",
      "area_code",
      "enterprise_id",
      "gas_kind",
      "pressure_level",
      "material",
      "dn_mm",
      "length_m",
      "status",
      "source_crs",
      "from_node",
      "to_node",
      "geom",
    ],
    pipes,
  );
  await tx.copy(
    "tag",
    [
      "id",
      "dataset_name",
      "name",
      "kind",
      "station_id",
      "area_code",
      "enterprise_id",
      "unit",
      "low_alarm",
      "low_warning",
      "dead_band",
      "sampling_s",
      "stale_after_s",
      "nominal",
    ],
    tags,
  );
  return tags.length;
}

async function floodOn(db: Db) {
  const tags = await db.asSystem(plant);
  const rows = await db.asSystem((tx) =>
    tx.query<{ id: string; nominal: number }>("select id, nominal from tag order by md5(id)"),
  );
  let now = Date.UTC(2026, 0, 10);
  const service = await startAlarms({ db, log: quiet, now: () => now, tickMs: null });
  let told = 0;
  service.onWritten((entries) => {
    told += entries.length;
  });
  for (const { id, nominal } of rows) service.hear([{ tagId: id, t: now, v: nominal, q: 0 }]);
  let engineMs = 0;
  let worstMs = 0;
  const seconds = MINUTES * 60;
  for (let s = 1; s <= seconds; s++) {
    now += 1000;
    const due = rows.slice(Math.floor(((s - 1) * rows.length) / seconds), Math.floor((s * rows.length) / seconds));
    const at = performance.now();
    service.hear(due.map(({ id, nominal }) => ({ tagId: id, t: now, v: 0.5 * nominal, q: 0 as const })));
    service.tick();
    const took = performance.now() - at;
    engineMs += took;
    worstMs = Math.max(worstMs, took);
    // The writer has the loop now and then, as it does while a server waits for its sockets.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await service.close();
  return { tags, now, told, engineMs, worstMs, readings: rows.length };
}

interface Counts {
  readonly alarms: number;
  readonly groups: number;
  readonly entries: number;
  readonly raised: number;
  readonly gaps: number;
  readonly open: number;
}

const countAll = (db: Db): Promise<Counts[]> =>
  db.asSystem((tx) =>
    tx.query<Counts>(
      `select (select count(*) from alarm) as alarms, (select count(distinct incident_id) from alarm) as groups,
              (select count(*) from alarm_event) as entries,
              (select count(distinct alarm_id) from alarm_event where kind = 'raised') as raised,
              (select max(seq) - count(*) from alarm_event) as gaps, (select count(*) from alarm where state <> 'normal') as open`,
    ),
  );

/** Ten thousand alarms in ten minutes, written to an embedded database; then the engine starts again from what it wrote. */
export async function runFlood() {
  const dir = mkdtempSync(join(tmpdir(), "gas-one-map-bench-"));
  const db = await openDatabase({ dataDir: join(dir, "data"), log: quiet });
  try {
    const done = await floodOn(db);
    const [before] = await countAll(db);
    const again = await startAlarms({ db, log: quiet, now: () => done.now + 60_000, tickMs: null });
    again.tick();
    await again.close();
    const [after] = await countAll(db);
    if (before === undefined || after === undefined) throw new Error("nothing was counted");
    const { alarms, groups, entries, raised, gaps, open } = before;
    const isWhole = raised === alarms && gaps === 0 && entries === done.told;
    return {
      ...done,
      minutes: MINUTES,
      alarms,
      groups,
      entries,
      isWhole,
      usPerReading: (1000 * done.engineMs) / done.readings,
      openBefore: open,
      openAfter: after.open,
      doubled: after.alarms - alarms,
    };
  } finally {
    await db.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
