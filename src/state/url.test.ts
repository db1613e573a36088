import fc from "fast-check";
import { expect, test } from "vitest";
import { MATERIALS, PRESSURE_LEVELS, STATION_KINDS } from "#contract/gas.ts";
import { AREA_MEASURES } from "#contract/overview.ts";
import { COLOR_BYS, NO_FILTER } from "#contract/pipe-classes.ts";
import { PIPE_WIDTHS } from "#lib/stroke.ts";
import { anyPipeFilter } from "#lib/testing/any-filter.ts";
import { anyAlarmView } from "./testing/any-alarm-view.ts";
import { COMPARES, LONGEST_SPAN_HOURS, MOST_TRENDS, NO_TREND, type Trend } from "./trend.ts";
import { fromSearch, type Known, roundCamera, toSearch } from "./url.ts";
import { type AddressBar, mirrorToUrl } from "./url-mirror.ts";
import { usualView } from "./usual-view.ts";
import { ROUND_SECONDS, WALL_SIZES } from "./video.ts";
import { createViewStore, drillTo, moveCamera, select, setOpacity, type View } from "./view.ts";

const usual = usualView({ visible: new Set(["areas", "pipes", "stations"]), panel: "overview" });
const known: Known = {
  layers: ["areas", "fill", "pipes", "stations", "sensors"],
  panels: ["overview", "layers", "station", "pipe", "enterprise", "audit"],
  usual,
};

const word = <T>(list: readonly T[]) => fc.constantFrom(...list);
const anyFilters = fc.record({ stationKind: word(STATION_KINDS) }, { requiredKeys: [] });
const anyVideo = fc.record({
  cams: fc.uniqueArray(fc.stringMatching(/^V\d{3}$/), { maxLength: 9 }),
  wall: fc.option(word(WALL_SIZES)),
  roundS: fc.option(word(ROUND_SECONDS)),
});
const minute = fc.integer({ min: 16_000_000, max: 40_000_000 }).map((minutes) => minutes * 60_000);
const anyTrend: fc.Arbitrary<Trend> = fc
  .record({
    tags: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: MOST_TRENDS }),
    span: fc.oneof(
      fc.record({ hours: fc.integer({ min: 1, max: LONGEST_SPAN_HOURS }) }),
      fc
        .tuple(minute, fc.integer({ min: 1, max: 1_000_000 }))
        .map(([from, minutes]) => ({ from, to: from + minutes * 60_000 })),
    ),
    compare: word(COMPARES),
  })
  .map((trend) => (trend.tags.length === 0 ? NO_TREND : trend));
const anyView: fc.Arbitrary<View> = fc.record({
  area: fc.option(fc.stringMatching(/^\d{6}$/)),
  enterprise: fc.option(fc.stringMatching(/^[A-Z0-9-]{1,32}$/)),
  camera: fc.option(
    fc
      .record({
        lng: fc.double({ min: -180, max: 180, noNaN: true }),
        lat: fc.double({ min: -85, max: 85, noNaN: true }),
        zoom: fc.double({ min: 0, max: 22, noNaN: true }),
      })
      .map(roundCamera),
  ),
  selection: fc.option(
    fc.record({
      kind: word(["station", "pipe", "enterprise"] as const),
      id: fc.string({ minLength: 1, maxLength: 64, unit: "grapheme" }).filter((id) => id.length <= 64),
    }),
  ),
  visible: fc.subarray([...known.layers]).map((ids) => new Set(ids)),
  opacity: fc
    .dictionary(word(known.layers), fc.integer({ min: 0, max: 99 }))
    .map((percents) => Object.fromEntries(Object.entries(percents).map(([id, percent]) => [id, percent / 100]))),
  fill: fc.option(word(AREA_MEASURES)),
  filters: anyFilters,
  panel: fc.option(word(known.panels)),
  colorBy: word(COLOR_BYS),
  pipeWidths: word(PIPE_WIDTHS),
  pipeFilter: anyPipeFilter,
  wall: fc.boolean(),
  trend: anyTrend,
  time: fc.option(minute),
  video: anyVideo,
  alarms: anyAlarmView,
});

test("any view survives the address bar", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(fromSearch(toSearch(view, known), known)).toEqual(view);
    }),
  );
});

test("any text opens a view, and what that view says of itself opens the same", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (text) => {
      const view = fromSearch(text, known);
      expect(fromSearch(toSearch(view, known), known)).toEqual(view);
    }),
  );
});

test("what is as usual is left out of a link", () => {
  expect(toSearch(usual, known)).toBe("");
  expect(fromSearch("", known)).toEqual(usual);
});

test("a link into the past says whether inspectors' ways are shown; a live one does not", () => {
  const time = Date.UTC(2026, 10, 24, 19, 10);
  expect(toSearch({ ...usual, time, ways: true }, known)).toBe("time=2026-11-24T19:10Z&ways=1");
  expect(fromSearch("time=2026-11-24T19:10Z&ways=1", known)).toEqual({ ...usual, time, ways: true });
  expect(toSearch({ ...usual, ways: true }, known)).toBe("");
  expect(fromSearch("ways=1", known)).toEqual(usual);
});

test("unknown and damaged parts are ignored, the rest of the link still holds", () => {
  const view = fromSearch(
    "area=130100&at=38.04,here,11&sel=tree:7&layers=pipes,ghosts&fill=joy&panel=x&later=1",
    known,
  );
  expect(view).toEqual({ ...usual, area: "130100", visible: new Set(["pipes"]) });
});

test("a link reads as the design says", () => {
  const view: View = {
    ...usual,
    area: "130100",
    camera: { lng: 114.5, lat: 38.04, zoom: 11 },
    selection: { kind: "station", id: "S-1:2/门" },
  };
  expect(toSearch(view, known)).toBe("area=130100&at=38.04,114.5,11&sel=station:S-1:2%2F%E9%97%A8");
});

test("colour and filters read as words where there are words, and as numbers where there are steps", () => {
  const view: View = {
    ...usual,
    colorBy: "age",
    pipeFilter: { only: { level: [5, 7], age: [3] }, laid: [1990, 2005], patrolled: ["2026-01-01", "2026-03-01"] },
  };
  const text = "color=age&only=level:MP_A.LP,age:3&laid=1990-2005&patrolled=2026-01-01..2026-03-01";
  expect(toSearch(view, known)).toBe(text);
  expect(fromSearch("color=age&only=level:5.7,age:3&laid=1990-2005&patrolled=2026-01-01..2026-03-01", known)).toEqual(
    view,
  );
});

test("an old link's level, material and gas open the same pipes", () => {
  const { pipeFilter } = fromSearch("level=MP_A&material=steel&gas=lpg", known);
  expect(pipeFilter.only).toEqual({
    level: [PRESSURE_LEVELS.indexOf("MP_A")],
    material: [MATERIALS.indexOf("steel")],
    gas: [2],
  });
});

test("a filter damaged in part keeps its sound parts", () => {
  const { pipeFilter, colorBy } = fromSearch(
    "color=joy&only=level:MP_A.nothing,weight:3,age:99,dn&laid=2005-1990&patrolled=2026-02-30..2026-03-01",
    known,
  );
  expect(colorBy).toBe("level");
  expect(pipeFilter).toEqual({ ...NO_FILTER, only: { level: [5] } });
});

function bar(start: string) {
  const entries = [start];
  let at = 0;
  const travellers = new Set<() => void>();
  const due: (() => void)[] = [];
  const fake: AddressBar = {
    search: () => entries[at] ?? "",
    push: (search) => {
      entries.splice(++at, Number.POSITIVE_INFINITY, search);
    },
    replace: (search) => {
      entries[at] = search;
    },
    onTravel: (listener) => {
      travellers.add(listener);
      return () => travellers.delete(listener);
    },
    later: (work) => {
      due.push(work);
      return () => due.splice(due.indexOf(work), 1);
    },
  };
  const go = (by: number) => {
    at += by;
    for (const listener of travellers) listener();
  };
  return { fake, entries, go, settle: () => due.splice(0).forEach((work) => void work()) };
}

test("steps are pushed, camera and sliders replace, back returns the view of the step before", () => {
  const store = createViewStore(fromSearch("", known));
  const { fake, entries, go, settle } = bar("");
  mirrorToUrl(store, known, fake);

  drillTo(store, "130100");
  moveCamera(store, { lng: 114.5, lat: 38, zoom: 9 });
  moveCamera(store, { lng: 114.6, lat: 38, zoom: 9 });
  settle();
  setOpacity(store, "pipes", 0.5);
  select(store, { kind: "station", id: "S1" });
  expect(entries).toEqual([
    "",
    "area=130100&at=38,114.6,9&opacity=pipes:50",
    "area=130100&at=38,114.6,9&sel=station:S1&opacity=pipes:50&panel=station",
  ]);

  go(-1);
  expect(store.getState()).toMatchObject({ area: "130100", selection: null, panel: "overview" });
  go(-1);
  expect(store.getState()).toEqual(usual);
  expect(entries).toHaveLength(3);
});
