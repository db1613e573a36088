import { expect, test } from "vitest";
import { decodeTile } from "#workers/decode-tile.ts";
import { fromTile } from "./mercator.ts";
import { pickPipe, pickTag } from "./pick.ts";
import { StateBytes } from "./state-bytes.ts";
import { tagPlace } from "./stroke.ts";
import { encodeTile } from "./testing/encode-tile.ts";

const [Z, X, Y] = [12, 3351, 1578];
const line = (id: number, y: number, level: number) => ({
  id,
  type: 2 as const,
  points: [[0, y] as const, [4096, y] as const],
  tags: { level, material: 1, dn: 100 + id, status: 0 },
});
const tile = decodeTile(
  encodeTile({
    pipe: [line(1, 1000, 1), line(2, 1100, 7)],
    tag: [0, 1].map((slot) => ({
      id: 20 + slot,
      type: 1 as const,
      points: [[2000, 3000] as const],
      tags: { kind: 0, station: 5, slot },
    })),
  }),
  Z,
  X,
  Y,
);
/** Tile units are an eighth of a pixel at the tile's own zoom. */
const aim = (x: number, y: number, reach = 5) => {
  const [lng, lat] = fromTile(Z, X, Y, x, y);
  return { lng, lat, zoom: Z, reach };
};
const all = () => true;
const width = (level: number) => (level === 1 ? 4 : 1);

test("finds the nearest pipe within reach of its edge", () => {
  expect(pickPipe(tile, aim(2000, 1000), all, width)).toMatchObject({ seq: 1, level: 1, dnMm: 101 });
  expect(pickPipe(tile, aim(2000, 1090), all, width)?.seq).toBe(2);
  expect(pickPipe(tile, aim(2000, 1000 - 8 * 6), all, width)?.seq).toBe(1);
  expect(pickPipe(tile, aim(2000, 1000 - 8 * 8), all, width)).toBeNull();
});

test("what a filter has put away is not found", () => {
  expect(pickPipe(tile, aim(2000, 1000), (level) => level === 7, width)).toBeNull();
});

test("finds a sensor where its mark is drawn, not where its station stands", () => {
  const states = new StateBytes(30);
  const place = tagPlace(12, 1);
  const mark = aim(2000 + 8 * place.offset, 3000 - 8 * place.offset, 2);
  expect(pickTag(tile, mark, states, place)).toEqual({ seq: 20, tagKind: 0, stationSeq: 5 });
  expect(pickTag(tile, aim(2000, 3000 + 8 * place.offset, 2), states, place)).toBeNull();
});

test("a sensor in alarm is found before the chief one, which lies beneath it", () => {
  const states = new StateBytes(30);
  states.write((bytes) => {
    bytes[21] = 2;
  });
  const place = tagPlace(12, 1);
  expect(pickTag(tile, aim(2000 + 8 * place.offset, 3000 - 8 * place.offset), states, place)?.seq).toBe(21);
});

test("from afar only warnings and alarms can be pointed at", () => {
  const states = new StateBytes(30);
  const place = tagPlace(7, 1);
  const at = aim(2000 + 8 * place.offset, 3000 - 8 * place.offset);
  expect(pickTag(tile, at, states, place)).toBeNull();
  states.write((bytes) => {
    bytes[20] = 1;
  });
  expect(pickTag(tile, at, states, place)?.seq).toBe(20);
});
