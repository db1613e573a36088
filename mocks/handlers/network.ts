import type { HttpHandler } from "msw";
import { GAS_KINDS, STATION_KINDS } from "#contract/gas.ts";
import { countNetwork, selectPipes } from "#contract/network.ts";
import {
  COLOR_BYS,
  type ColorBy,
  type ColumnName,
  classCount,
  FINE_COLUMNS,
  type FineColumn,
} from "#contract/pipe-classes.ts";
import type { Scope } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";
import { pipeLevelsAt } from "#contract/tiles.ts";
import type { PipeRow } from "#mocks/world/rows.ts";
import { DAY } from "#mocks/world/time.ts";
import { answer, answerBytes, type MockContext } from "./answer.ts";
import { MOCK_SNAPSHOT, type MockHouse, sightOf } from "./house.ts";
import { cornersOf, meetsPolygon } from "./meeting.ts";
import { type PipesInSight, pipesInSight } from "./pipe-classes.ts";

const sumOf = (rows: readonly PipeRow[]) => ({
  count: rows.length,
  lengthM: rows.reduce((sum, row) => sum + row.length_m, 0),
});

const byClass = (pipes: PipesInSight, by: ColorBy, rows: readonly PipeRow[]) =>
  Array.from({ length: classCount(by) }, (_, k) => ({
    class: k,
    ...sumOf(rows.filter((row) => pipes.classOf(by, row) === k)),
  })).filter(({ count }) => count > 0);

/** Ascending numbers as LEB128 steps from the one before, as base64. */
function packSteps(seqs: readonly number[]): string {
  let text = "";
  let before = -1;
  for (const seq of seqs) {
    let step = seq - before;
    before = seq;
    for (; step > 0x7f; step >>>= 7) text += String.fromCharCode((step & 0x7f) | 0x80);
    text += String.fromCharCode(step);
  }
  return btoa(text);
}

/** Web Mercator, 2^32 units around the world. */
const wireX = (lng: number) => Math.floor((lng / 360 + 0.5) * 2 ** 32);
const wireY = (lat: number) => {
  const sin = Math.sin((lat * Math.PI) / 180);
  return Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** 32);
};

/** Values of one thing in a column. */
type Values<T> = (row: T) => readonly number[];

const flowOf = ({ flow_m3h: flow }: PipeRow) => (flow === null || flow === 0 ? 0 : flow > 0 ? 1 : 2);

/** Writes a column; all bits one for what is out of sight. */
function column<T>(rows: readonly T[], isMine: (row: T) => boolean, bytes: number, width: number, of: Values<T>) {
  const view = new DataView(new ArrayBuffer(rows.length * bytes * width));
  rows.forEach((row, i) => {
    const values = isMine(row) ? of(row) : Array.from({ length: width }, () => 0xffffffff);
    values.forEach((value, k) => {
      const at = (i * width + k) * bytes;
      if (bytes === 4) view.setUint32(at, value, true);
      else if (bytes === 2) view.setUint16(at, value, true);
      else view.setUint8(at, value);
    });
  });
  return view.buffer;
}

function mockColumn(house: MockHouse, scope: Scope, name: ColumnName, now: number): ArrayBuffer {
  const isMine = sightOf(house.areas, scope);
  const { pipes, stations, tags } = house;
  const by = COLOR_BYS.find((one) => one === name);
  if (by) {
    const inSight = pipesInSight(house, scope, now);
    return column(pipes.rows, isMine, 1, 1, (row) => [inSight.classOf(by, row)]);
  }
  const { bytes, width } = FINE_COLUMNS[name as FineColumn];
  const ofPipes = (of: Values<PipeRow>) => column(pipes.rows, isMine, bytes, width, of);
  const ofStations = (of: Values<(typeof stations.rows)[number]>) => column(stations.rows, isMine, bytes, width, of);
  switch (name as FineColumn) {
    case "laidYear":
      return ofPipes((row) => [row.laid_year === null ? 0 : row.laid_year - 1900]);
    case "patrolDay":
      return ofPipes((row) => [row.last_patrolled === null ? 0 : Date.parse(row.last_patrolled) / DAY]);
    case "flow":
      return ofPipes((row) => [flowOf(row)]);
    case "stationPlace":
      return ofStations(({ lngLat: [lng, lat] }) => [wireX(lng), wireY(lat)]);
    case "stationKind":
      return ofStations((row) => [STATION_KINDS.indexOf(row.kind)]);
    case "stationGas":
      return ofStations((row) => [GAS_KINDS.indexOf(row.gas_kind)]);
    case "tagStation":
      return column(tags.rows, isMine, bytes, width, (row) => {
        const station = stations.get(row.station_id);
        return [station && isMine(station) ? stations.seq(station.id) : 0xffffffff];
      });
  }
}

/** Counts, choices and columns of the network, from rows in memory. */
export function networkHandlers({ house, now }: MockContext, who: () => Me | null): HttpHandler[] {
  return [
    answer(countNetwork, who, ({ me, body }) => {
      const { bbox, zoom, by, filter } = countNetwork.body.parse(body);
      const pipes = pipesInSight(house, me.scope, now());
      const corners = cornersOf(bbox);
      const found = pipes.rows.filter((row) => meetsPolygon(row.path, corners));
      const passing = found.filter((row) => pipes.passes(filter, row));
      const drawn = pipeLevelsAt(zoom);
      const isDrawn = (row: PipeRow) => drawn.includes(pipes.classOf("level", row));
      return {
        snapshot: MOCK_SNAPSHOT,
        shown: byClass(pipes, by, passing.filter(isDrawn)),
        leftOut: sumOf(passing.filter((row) => !isDrawn(row))),
        filteredAway: sumOf(found.filter((row) => !passing.includes(row))),
        owners: pipes.owners.map((id, k) => ({
          class: k,
          id,
          name: house.enterprises.find((row) => row.id === id)?.name ?? id,
        })),
      };
    }),
    answer(selectPipes, who, ({ me, body }) => {
      const { polygon, filter } = selectPipes.body.parse(body);
      const pipes = pipesInSight(house, me.scope, now());
      const rows = pipes.rows.filter((row) => meetsPolygon(row.path, polygon) && pipes.passes(filter, row));
      return {
        snapshot: MOCK_SNAPSHOT,
        ...sumOf(rows),
        byLevel: byClass(pipes, "level", rows),
        byMaterial: byClass(pipes, "material", rows),
        seqs: packSteps(rows.map(({ id }) => house.pipes.seq(id))),
      };
    }),
    answerBytes("/api/network/columns/:name", MOCK_SNAPSHOT, who, ({ me, name }) =>
      mockColumn(house, me.scope, name, now()),
    ),
  ];
}
