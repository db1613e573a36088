import { afterEach, expect, test } from "vitest";
import type { Alarm } from "#contract/alarms.ts";
import { GAS_KINDS, MATERIALS, WARNING_LEVELS, type WarningLevel } from "#contract/gas.ts";
import type { BadgeAlarm } from "#lib/alarm-badges.ts";
import { NO_COUNTS } from "#lib/alarm-list.ts";
import { SINGLES_FROM } from "#lib/cluster-grid.ts";
import { discRadius } from "#lib/cluster-mesh.ts";
import { fromTile, fromWorld } from "#lib/mercator.ts";
import { encodeTile } from "#lib/testing/encode-tile.ts";
import { createAlarmBook } from "#state/alarm-book.ts";
import { THEMES } from "#theme/tokens.ts";
import { expectPicture } from "./testing/expected-picture.ts";
import {
  ALARM,
  bytes,
  type Group,
  inCell,
  kindOf,
  NORMAL,
  OFFLINE,
  SIZE,
  STALE,
  unitsAt,
  WARNING,
  worldOf,
  ZOOM,
} from "./testing/groups.ts";
import { countColor, pixelsOf, settled } from "./testing/pixels.ts";
import { CAMERA, type Made, type Stage, stage } from "./testing/stage.tsx";

let open: Stage | null = null;
let stop = () => {};
afterEach(() => {
  stop();
  open?.close();
  open = null;
});

const mapOf = ({ box }: Stage) => box.querySelector(".map-canvas") as HTMLElement;
const seen = async (on: Stage, color: string) => countColor(await pixelsOf(mapOf(on)), color, 40);
const say = (on: Stage, type: string, x: number, y: number) =>
  mapOf(on)
    .querySelector("canvas")
    ?.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true, cancelable: true }));

/** Where a place lies on the stage. */
const spotOf = ([x, y]: readonly [number, number], zoom = ZOOM) => {
  const [left, top] = unitsAt(0, 0);
  const px = (512 * 2 ** zoom) / 2 ** 32;
  return [SIZE[0] / 2 + (x - left) * px, SIZE[1] / 2 + (y - top) * px] as const;
};

test("a cluster shows its alarms, says them in words, and a click goes to its members", async () => {
  const at = inCell(0, 0);
  const { made, live } = worldOf([{ at, states: [NORMAL, NORMAL, ALARM, WARNING, STALE, null] }]);
  open = stage({ camera: { ...CAMERA, zoom: ZOOM } }, made);
  const on = open;
  await settled(on.box);
  const { state } = THEMES.light;
  expect(await seen(on, state.alarm)).toBe(0);
  on.live.setState({ status: "live", columns: live, tick: 1 });
  await expect.poll(() => seen(on, state.alarm), { timeout: 5000 }).toBeGreaterThan(40);
  expect(await seen(on, state.warning)).toBeGreaterThan(40);

  const [x, y] = spotOf(at);
  say(on, "mousemove", x, y);
  const feature = () => on.hover.getState().hover?.feature;
  await expect.poll(feature).toMatchObject({ kind: "cluster", total: 6 });
  const told = feature();
  expect(told?.kind === "cluster" && told.states.slice(0, 5)).toEqual([2, 1, 1, 1, 0]);
  expect(on.box.querySelector(".map-tip")?.textContent).toContain("map.hover.cluster");
  say(on, "mousemove", x + discRadius(6) + 12, y);
  await expect.poll(() => feature()?.kind).not.toBe("cluster");

  for (const type of ["mousedown", "mouseup", "click"]) say(on, type, x, y);
  await expect.poll(() => on.view.getState().camera?.zoom ?? 0, { timeout: 5000 }).toBeGreaterThan(SINGLES_FROM);
});

/** Open alarms of stations that stand at a place; one more is shelved, and counted nowhere. */
function alarmsAt([x, y]: readonly [number, number], levels: readonly WarningLevel[]): BadgeAlarm[] {
  const hold = { kind: "shelved", by: null, reason: "", since: "", until: null } as const;
  return [...levels, "red" as const].map((level, i) => ({
    id: `${x} ${i}`,
    level,
    state: "unacknowledged",
    hold: i < levels.length ? null : hold,
    lngLat: [...fromWorld((x + i * 200) / 2 ** 32, y / 2 ** 32)],
    areaCode: "130102",
  }));
}

const PLACES = [
  { at: inCell(-110, 0), levels: ["red", "red", "yellow", "blue", "yellow", "yellow"] },
  { at: inCell(50, 0), levels: ["orange"] },
] as const;

test.each([ZOOM - 0.4, ZOOM, ZOOM + 0.4])(
  "a cluster's badges count the alarms of its members by level: zoom %s",
  async (zoom) => {
    const { made } = worldOf(PLACES.map(({ at, levels }) => ({ at, states: [NORMAL, ...levels.map(() => ALARM)] })));
    open = stage({ camera: { ...CAMERA, zoom } }, made);
    const on = open;
    const alarms = createAlarmBook();
    const all = PLACES.flatMap(({ at, levels }) => alarmsAt(at, levels));
    alarms.setState({
      open: new Map(all.map((one) => [one.id, one])) as unknown as ReadonlyMap<string, Alarm>,
      toldAt: 1,
      tick: 1,
    });
    on.show({ alarms });
    await settled(on.box);
    await expect.poll(() => on.box.querySelector("[data-alarms]")?.getAttribute("data-alarms")).toBe("7");
    for (const { at, levels } of PLACES) {
      const counts = { ...NO_COUNTS };
      for (const level of levels) counts[level] += 1;
      const [x, y] = spotOf(at, zoom);
      say(on, "mousemove", x, y);
      const feature = () => on.hover.getState().hover?.feature;
      await expect.poll(feature).toMatchObject({ kind: "cluster", total: levels.length + 1 });
      const ringing = WARNING_LEVELS.filter((level) => counts[level] > 0);
      // The shape that comes first, of as many side by side.
      say(on, "mousemove", x - 18 * ringing.length + 7, y - 32);
      await expect.poll(feature).toMatchObject({ kind: "alarms", counts, wanting: levels.length });
    }
  },
);

const GROUPS: readonly Group[] = [
  { at: inCell(-110, -40), states: new Array(140).fill(NORMAL) },
  {
    at: inCell(-30, -40),
    states: [...new Array(30).fill(NORMAL), ALARM, ALARM, ALARM, ...new Array(12).fill(WARNING)],
  },
  { at: inCell(50, -40), states: [WARNING, NORMAL, NORMAL, null] },
  { at: inCell(120, -40), states: new Array(5).fill(null) },
  { at: inCell(-110, 40), states: [...new Array(20).fill(STALE), ...new Array(20).fill(NORMAL)] },
  { at: inCell(-30, 40), states: [NORMAL] },
  { at: inCell(50, 40), states: [ALARM] },
  { at: inCell(120, 40), states: [OFFLINE, OFFLINE] },
];

test.each(["light", "dark", "light_safe", "dark_safe"] as const)("clusters look as they should: %s", async (theme) => {
  const { made, live } = worldOf(GROUPS);
  open = stage(
    { camera: { ...CAMERA, zoom: ZOOM }, visible: new Set(["clusters", "base-ground"]) },
    { ...made, theme },
  );
  await settled(open.box);
  open.live.setState({ status: "live", columns: live, tick: 1 });
  const on = open;
  await expect.poll(() => seen(on, THEMES[theme].state.alarm), { timeout: 5000 }).toBeGreaterThan(40);
  await settled(on.box);
  await expectPicture(mapOf(on), `clusters-${theme}`, { share: 0.01 });
});

/** Lets the map think that it is drawn by a graphics card: what a slow machine leaves out is drawn too. Answers how to stop. */
function asGraphicsCard(): () => void {
  const { prototype } = WebGL2RenderingContext;
  const real = prototype.getParameter;
  const RENDERERS: readonly GLenum[] = [0x9246, prototype.RENDERER];
  prototype.getParameter = function (this: WebGL2RenderingContext, name: GLenum) {
    return RENDERERS.includes(name) ? "a graphics card" : real.call(this, name);
  };
  return () => {
    prototype.getParameter = real;
  };
}

/** A street: a pipe with its name, and stations of several kinds in several states. */
function street(): Made {
  const kinds = [
    "city_gate",
    "regulator_station",
    "regulator_cabinet",
    "regulator_box",
    "valve_pit",
    "valve_room",
  ] as const;
  const tile = encodeTile({
    pipe: [
      {
        id: 1,
        type: 2,
        points: [
          [-64, 2420],
          [4160, 2420],
        ],
        tags: { level: 5, material: MATERIALS.indexOf("PE100"), dn: 110, status: 0, county: 0 },
      },
    ],
    station: kinds.map((kind, i) => ({
      id: i,
      type: 1 as const,
      points: [[1180 + i * 340, 1640]] as const,
      tags: { kind: kindOf(kind), gas: GAS_KINDS.indexOf("urban_ng"), id: `S${i}`, name: "", county: 0 },
    })),
  });
  return {
    network: () => tile,
    columns: {
      stationPlace: bytes(new Uint32Array(kinds.length * 2)),
      stationKind: Uint8Array.from(kinds, kindOf),
      stationGas: new Uint8Array(kinds.length),
      tagStation: bytes(Uint32Array.from(kinds.keys())),
    },
    numbers: { pipes: 10, stations: kinds.length, tags: kinds.length },
    size: SIZE,
    isBare: true,
  };
}

const WORDS = (key: string) => (key.startsWith("gas.material.") ? key.slice("gas.material.".length) : key);

test.each(["light", "dark", "light_safe", "dark_safe"] as const)(
  "stations in alarm, in warning and silent wear rings, those that are well none: %s",
  async (theme) => {
    const [lng, lat] = fromTile(15, 26_784, 12_640, 2048, 2048);
    stop = asGraphicsCard();
    const visible = new Set(["base-ground", "pipes", "pipe-labels", "stations", "station-rings"]);
    open = stage({ camera: { lng, lat, zoom: 15 }, visible }, { ...street(), theme });
    const on = open;
    on.show({ words: WORDS });
    await settled(on.box);
    const { state } = THEMES[theme];
    expect(await seen(on, state.alarm)).toBe(0);
    const states = [ALARM, WARNING, NORMAL, ALARM, WARNING, STALE];
    const live = {
      snapshot: "v1",
      value: new Float32Array(states.length).fill(1),
      at: new Float64Array(states.length).fill(1),
      state: Uint8Array.from(states),
    };
    on.live.setState({ status: "live", columns: live, tick: 1 });
    await expect.poll(() => seen(on, state.alarm), { timeout: 5000 }).toBeGreaterThan(40);
    await settled(on.box);
    await expectPicture(mapOf(on), `street-${theme}`, { share: 0.01 });
  },
);
