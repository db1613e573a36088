import fc from "fast-check";
import { expect, test } from "vitest";
import { WARNING_LEVELS } from "#contract/gas.ts";
import { AREAS } from "#layers/testing/scene.ts";
import { alarmBadges, type BadgeAlarm, badgeLevel } from "./alarm-badges.ts";
import { totalOf } from "./alarm-list.ts";

const HELD = { kind: "shelved", by: "张", reason: "检修", since: "", until: null } as const;
const anyAlarms: fc.Arbitrary<BadgeAlarm[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    level: fc.constantFrom(...WARNING_LEVELS),
    state: fc.constantFrom("unacknowledged" as const, "acknowledged" as const, "returned" as const),
    hold: fc.constantFrom(null, HELD),
    lngLat: fc.tuple(fc.double({ min: 114, max: 115, noNaN: true }), fc.double({ min: 37, max: 39, noNaN: true })),
    areaCode: fc.constantFrom("130102", "130104", "130638", "999999"),
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);

test("at every zoom each alarm that is not held is in one badge, and no other is", () => {
  fc.assert(
    fc.property(anyAlarms, fc.double({ min: 3, max: 19, noNaN: true }), (alarms, zoom) => {
      const badges = alarmBadges(alarms, badgeLevel(zoom), AREAS);
      const shown = alarms.filter(({ hold }) => hold === null);
      for (const level of WARNING_LEVELS) {
        const counted = badges.reduce((sum, badge) => sum + badge.counts[level], 0);
        expect(counted).toBe(shown.filter((alarm) => alarm.level === level).length);
      }
      for (const badge of badges) {
        const order = WARNING_LEVELS.indexOf(badge.worst);
        expect(WARNING_LEVELS.slice(0, order).every((level) => badge.counts[level] === 0)).toBe(true);
        expect(badge.wanting).toBeLessThanOrEqual(totalOf(badge.counts));
      }
    }),
  );
});

test("from afar cities are told, then counties, and a unit of one county stands in both for itself", () => {
  const at = (areaCode: string, id: string): BadgeAlarm => ({
    id,
    areaCode,
    level: "red",
    state: "unacknowledged",
    hold: null,
    lngLat: [114.5, 38],
  });
  const alarms = [at("130102", "a"), at("130104", "b"), at("130638", "c")];
  const keys = (zoom: number) => alarmBadges(alarms, badgeLevel(zoom), AREAS).map(({ key }) => key);
  expect(keys(6)).toEqual(["130100", "133100"]);
  expect(keys(8)).toEqual(["130102", "130104", "130638"]);
  expect(keys(14)).toHaveLength(1);
});

test("from near a badge stands where one of its worst alarms is", () => {
  fc.assert(
    fc.property(anyAlarms, (alarms) => {
      for (const badge of alarmBadges(alarms, 12, AREAS)) {
        const places = alarms.filter((a) => a.level === badge.worst && a.hold === null).map(({ lngLat }) => lngLat);
        expect(places).toContainEqual(badge.lngLat);
      }
    }),
  );
});

test("the box of a badge holds the alarms that it counts and no other", () => {
  fc.assert(
    fc.property(anyAlarms, fc.integer({ min: 9, max: 18 }), (alarms, zoom) => {
      const shown = alarms.filter(({ hold }) => hold === null);
      for (const { box, counts } of alarmBadges(alarms, zoom, AREAS)) {
        const [west, south, east, north] = box ?? [0, 0, 0, 0];
        const inside = shown.filter(
          ({ lngLat: [lng, lat] }) => lng >= west && lng < east && lat > south && lat <= north,
        );
        expect(inside).toHaveLength(totalOf(counts));
      }
    }),
  );
});
