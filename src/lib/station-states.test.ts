import fc from "fast-check";
import { expect, test } from "vitest";
import { TAG_STATES } from "#contract/gas.ts";
import { HOVERED, SELECTED, STATE_MASK, UNKNOWN_STATE } from "./state-bytes.ts";
import { writeStationStates } from "./station-states.ts";

const WORST_FIRST = ["alarm", "warning", "offline", "stale", "suspect", "maintenance", "normal"] as const;
const OUT_OF_SIGHT = 255;

test("a station is as bad as its worst sensor; one without a known sensor is unknown; other bits stay", () => {
  const tags = fc.array(
    fc.record({ station: fc.nat(12), state: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, UNKNOWN_STATE, OUT_OF_SIGHT) }),
  );
  fc.assert(
    fc.property(tags, fc.array(fc.nat(255), { minLength: 10, maxLength: 10 }), (rows, before) => {
      const stations = Uint8Array.from(before);
      writeStationStates(
        stations,
        Uint8Array.from(rows, ({ state }) => state),
        Uint32Array.from(rows, ({ station }) => station),
      );
      stations.forEach((byte, seq) => {
        const told = rows
          .filter(({ station }) => station === seq)
          .map(({ state }) => TAG_STATES[state as number] as string | undefined);
        const worst = WORST_FIRST.find((state) => told.includes(state));
        expect(byte & STATE_MASK).toBe(worst === undefined ? UNKNOWN_STATE : TAG_STATES.indexOf(worst));
        expect(byte & ~STATE_MASK).toBe((before[seq] as number) & ~STATE_MASK);
      });
    }),
  );
});

test("a tag out of sight says nothing, even where its station's number is known", () => {
  const stations = Uint8Array.of(SELECTED | HOVERED);
  writeStationStates(stations, Uint8Array.of(OUT_OF_SIGHT), Uint32Array.of(0));
  expect(stations[0]).toBe(SELECTED | HOVERED | UNKNOWN_STATE);
});

test("a tag whose station is out of sight writes nowhere", () => {
  const stations = new Uint8Array(2);
  writeStationStates(stations, Uint8Array.of(2), Uint32Array.of(0xffffffff));
  expect([...stations]).toEqual([UNKNOWN_STATE, UNKNOWN_STATE]);
});
