import { readFacts } from "#mocks/files/facts.ts";
import type { Tx } from "#server/db/db.ts";

const STATIONS = 40;
const BOXES = 21;

/** A county of each city, and one more: where a gate stands that feeds forty regulator stations. */
function places(): { area: string; lng: number; lat: number }[] {
  const counties = readFacts().divisions.filter(({ level }) => level === "county");
  const firsts = [...Map.groupBy(counties, ({ parent }) => parent).values()].flatMap((of) => of[0] ?? []);
  const more = counties.find(({ parent, code }) => parent === firsts[0]?.parent && code !== firsts[0]?.code);
  return [...firsts, ...(more ? [more] : [])].map(({ code: area, lng, lat }) => ({ area, lng, lat }));
}

type Spot = readonly [number, number];

/** A dozen counties, each with a gate that feeds forty regulator stations, each of which feeds boxes with a pressure sensor. */
export async function plantFloodNetwork(tx: Tx): Promise<number> {
  const stations: string[] = [];
  const nodes: string[] = [];
  const pipes: string[] = [];
  const tags: string[] = [];
  const row = (...cells: (string | number)[]) => `${cells.join("\t")}\n`;
  const station = (
    id: string,
    kind: string,
    area: string,
    ent: string,
    levels: readonly [string, string],
    at: Spot,
  ) => {
    const [level, outlet] = levels;
    const geom = `SRID=4490;POINT(${at[0].toFixed(6)} ${at[1].toFixed(6)})`;
    stations.push(row(id, "bench", id, kind, area, ent, "urban_ng", level, outlet, "in_service", geom));
    nodes.push(row(`N${id}`, "bench", "regulator", area, ent, id, level, geom));
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
  places().forEach(({ area, lng, lat }, c) => {
    const [ent, gate] = [`E-${c}`, `G${c}`];
    station(gate, "city_gate", area, ent, ["HP_A", "MP_A"], [lng, lat]);
    tag(gate, gate, area, ent, 350);
    for (let s = 0; s < STATIONS; s++) {
      const id = `R${c}-${s}`;
      const at: Spot = [lng + 0.012 * ((s % 8) - 3.5), lat + 0.012 * (Math.floor(s / 8) - 2)];
      station(id, "regulator_station", area, ent, ["MP_A", "MP_B"], at);
      pipe(`N${gate}`, `N${id}`, area, ent, "MP_A");
      for (let b = 0; b < BOXES; b++) {
        const box = `B${c}-${s}-${b}`;
        const beside: Spot = [at[0] + 0.002 * ((b % 5) - 2), at[1] + 0.002 * (Math.floor(b / 5) - 2)];
        station(box, "regulator_box", area, ent, ["MP_B", "LP"], beside);
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
