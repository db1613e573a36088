import { afterEach, expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import { fromTile } from "#lib/mercator.ts";
import { type DrawnFeature, encodeTile } from "#lib/testing/encode-tile.ts";
import { differingShare, expectPicture } from "#map/testing/expected-picture.ts";
import { countColor, pixelsOf, settled } from "#map/testing/pixels.ts";
import { type Made, type Stage, stage } from "#map/testing/stage.tsx";
import { tellChosen } from "#state/chosen-pipes.ts";
import type { View } from "#state/view.ts";
import { classColors } from "#theme/classes.ts";
import { THEMES } from "#theme/tokens.ts";

let open: Stage | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const [Z, X, Y] = [15, 26_800, 12_600];
type Point = readonly [number, number];

/** A pipe through places in pixels from the middle of the tile, at the tile's own zoom: a unit is an eighth of one. */
const pipe = (id: number, path: readonly Point[], over: Readonly<Record<string, number>> = {}): DrawnFeature => ({
  id,
  type: 2,
  points: path.map(([x, y]) => [2048 + x * 8, 2048 + y * 8] as const),
  tags: { level: 1, material: 1, dn: 300, status: 0, county: 0, ...over },
});
const NOTHING = encodeTile({});
const tileOf = (features: readonly DrawnFeature[]): NonNullable<Made["network"]> => {
  const bytes = encodeTile({ pipe: features });
  return (z, x, y) => (z === Z && x === X && y === Y ? bytes : NOTHING);
};

const canvas = ({ box }: Stage) => box.querySelector(".map-canvas") as HTMLElement;
/** Pipes alone on plain land, 320 × 200 pixels. */
async function scene(features: readonly DrawnFeature[], made: Made = {}, view: Partial<View> = {}, zoom = 15) {
  const [lng, lat] = fromTile(Z, X, Y, 2048, 2048);
  open = stage(
    { camera: { lng, lat, zoom }, visible: new Set(["pipes", "base-ground"]), ...view },
    { network: tileOf(features), size: [320, 200], isBare: true, ...made },
  );
  await settled(open.box);
  return open;
}
const frames = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

const FAN: readonly DrawnFeature[] = [10, 45, 90, 135, 160, 175].map((degrees, i) => {
  const [x, y] = [-130 + (i % 3) * 110, -70 + Math.floor(i / 3) * 90];
  const turn = (degrees * Math.PI) / 180;
  return pipe(i, [
    [x, y],
    [x + 45, y],
    [x + 45 - 40 * Math.cos(turn), y + 40 * Math.sin(turn)],
  ]);
});

test("joins are mitred, round where they are sharp; ends are round", async () => {
  await expectPicture(canvas(await scene(FAN)), "pipe-joins");
});

test("pipes that meet leave no notch, whatever their widths", async () => {
  const meeting = [0, 50, 120, 200, 290].map((degrees, i) => {
    const turn = (degrees * Math.PI) / 180;
    return pipe(
      i,
      [
        [0, 0],
        [70 * Math.cos(turn), 70 * Math.sin(turn)],
      ],
      { level: [1, 3, 5, 7, 1][i] as number },
    );
  });
  const on = await scene(meeting, {}, {}, 16);
  await expectPicture(canvas(on), "pipe-meeting");
});

test("a chain of many short pipes looks like one pipe: no seam where they meet", async () => {
  const chain = Array.from({ length: 12 }, (_, i) =>
    pipe(i, [
      [-60 + i * 10, 0],
      [-50 + i * 10, 0],
    ]),
  );
  const on = await scene(chain);
  const many = await pixelsOf(canvas(on));
  on.close();
  const one = await pixelsOf(
    canvas(
      await scene([
        pipe(0, [
          [-60, 0],
          [60, 0],
        ]),
      ]),
    ),
  );
  // Round ends that lie over each other make the soft edge a shade fuller, no more.
  expect(differingShare(many, one, 72)).toBe(0);
});

const STATUSES = [0, 1, 2].map((status, i) =>
  pipe(
    i,
    [
      [-140, -60 + i * 50],
      [-20, -60 + i * 50],
      [20, -30 + i * 50],
      [140, -30 + i * 50],
    ],
    { status, level: 3 },
  ),
);

test("out of use and planned are dashed each in their way", async () => {
  await expectPicture(canvas(await scene(STATUSES)), "pipe-dashes");
});

test("dashes run on across the edge of a tile", async () => {
  const [lng, lat] = fromTile(Z, X, Y, 4096, 2048);
  const dashed = (x: number): NonNullable<Made["network"]> => {
    /** One line through both tiles: the second begins where its margin does. */
    const of = (from: number, to: number, left: number) => {
      const points = [from, to].map((px) => [px - left, Math.round(1700 + px / 12)] as const);
      return encodeTile({ pipe: [{ ...pipe(1, [], { status: 1 }), points }] });
    };
    return (z, tx, ty) => {
      if (z !== Z || ty !== Y) return NOTHING;
      return tx === x ? of(1000, 4160, 0) : tx === x + 1 ? of(4032, 7000, 4096) : NOTHING;
    };
  };
  const on = await scene([], { network: dashed(X) }, { camera: { lng, lat, zoom: 15 } });
  await expectPicture(canvas(on), "pipe-dashes-across");
});

test("arrows point the way gas flows; where it is not known there are none", async () => {
  const pipes = [0, 1, 2].map((i) =>
    pipe(
      i,
      [
        [-75, -25 + i * 25],
        [75, -25 + i * 25],
      ],
      { level: 1 },
    ),
  );
  const columns = { flow: Uint8Array.of(0, 1, 2, 0, 0, 0, 0, 0, 0, 0) };
  const on = await scene(pipes, { columns }, {}, 16);
  await expectPicture(canvas(on), "pipe-arrows");
});

/** One pipe of each level, from west to east. */
const LEVELS: readonly DrawnFeature[] = PRESSURE_LEVELS.map((_, level) =>
  pipe(
    level,
    [
      [-120, -40 + level * 10],
      [120, -40 + level * 10],
    ],
    { level },
  ),
);

test("fixed widths are those of the legend at each zoom; usual ones grow", async () => {
  const ink = async (view: Partial<View>, zoom: number) => {
    const on = await scene(LEVELS, {}, view, zoom);
    const { data, width } = await pixelsOf(canvas(on));
    if (zoom === 15 && view.pipeWidths === "fixed") await expectPicture(canvas(on), "pipe-widths-fixed");
    on.close();
    open = null;
    // Down the middle: how much of the column is not land.
    let dark = 0;
    for (let at = width / 2; at < data.length / 4; at += width) dark += 255 - (data[4 * at] as number);
    return dark;
  };
  const fixed = await ink({ pipeWidths: "fixed" }, 15);
  expect((await ink({ pipeWidths: "fixed" }, 16)) / fixed).toBeCloseTo(1, 1);
  expect(await ink({}, 15)).toBeGreaterThan(1.5 * fixed);
});

test("chosen, selected and hovered pipes carry an edge; dark ground has its own colours", async () => {
  const pipes = [0, 1, 2].map((i) =>
    pipe(
      i,
      [
        [-120, -50 + i * 50],
        [0, -40 + i * 50],
        [120, -50 + i * 50],
      ],
      { level: 4 },
    ),
  );
  const on = await scene(pipes, { theme: "dark" });
  tellChosen(on.chosenPipes, "v1", Uint32Array.of(1, 2));
  await frames(4);
  await expectPicture(canvas(on), "pipe-edges-dark");
});

test("another colouring asks for one column and for no tile, and paints what the legend says", async () => {
  const columns = {
    age: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 255, 255),
    dn: Uint8Array.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5),
  };
  const pipes = [0, 1, 2].map((i) =>
    pipe(i, [
      [-120, -50 + i * 50],
      [120, -50 + i * 50],
    ]),
  );
  const on = await scene(pipes, { columns });
  const buffers = countCalls("createVertexArray");
  const before = [...on.asked];
  on.view.setState({ colorBy: "age" });
  const seen = async (color: string) => countColor(await pixelsOf(canvas(on)), color);
  for (const k of [0, 1, 2])
    await expect.poll(() => seen(classColors(THEMES.light, "age")[k] as string)).toBeGreaterThan(300);
  expect(await seen(THEMES.light.pressure.HP_A)).toBe(0);
  expect(on.asked.slice(before.length)).toEqual(["/api/network/columns/age"]);
  expect(buffers()).toBe(0);
  on.view.setState({ pipeFilter: { only: { age: [1] }, laid: null, patrolled: null } });
  await expect.poll(() => seen(classColors(THEMES.light, "age")[0] as string)).toBe(0);
  expect(await seen(classColors(THEMES.light, "age")[1] as string)).toBeGreaterThan(300);
  expect(on.asked.slice(before.length)).toEqual(["/api/network/columns/age"]);
});

/** How often WebGL was asked for something since. */
function countCalls(name: "createVertexArray" | "getProgramParameter"): () => number {
  const context = WebGL2RenderingContext.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const real = context[name] as (...args: unknown[]) => unknown;
  let calls = 0;
  context[name] = function counted(this: WebGL2RenderingContext, ...args: unknown[]) {
    calls += 1;
    return real.apply(this, args);
  };
  return () => {
    context[name] = real;
    return calls;
  };
}

test("a pipe of one pixel is found by a finger, not by a mouse that is as far off; a hidden one by neither", async () => {
  const on = await scene(
    [
      pipe(
        4,
        [
          [-120, 0],
          [120, 0],
        ],
        { level: 7 },
      ),
    ],
    {
      columns: { age: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0, 0) },
    },
  );
  const glass = canvas(on).querySelector("canvas") as HTMLCanvasElement;
  const at = (y: number) => ({ clientX: 160, clientY: 100 + y, bubbles: true, cancelable: true });
  const point = (y: number) => glass.dispatchEvent(new MouseEvent("mousemove", at(y)));
  const feature = () => on.hover.getState().hover?.feature;
  // Whoever points first does not wait for a compiler.
  await frames(3);
  const programsAsked = countCalls("getProgramParameter");
  point(10);
  await expect.poll(() => on.hover.getState().hover?.y).toBe(110);
  expect(feature()?.kind).not.toBe("pipe");
  point(4);
  await expect.poll(feature).toMatchObject({ kind: "pipe", seq: 4, level: 7, dnMm: 300 });
  expect(programsAsked()).toBe(0);
  const tap = (y: number) => {
    for (const type of ["mousedown", "mouseup"]) glass.dispatchEvent(new MouseEvent(type, at(y)));
    glass.dispatchEvent(new PointerEvent("click", { ...at(y), pointerType: "touch" }));
  };
  tap(12);
  await expect.poll(() => on.view.getState().selection).toEqual({ kind: "pipe", id: "P4" });
  on.view.setState({ selection: null, pipeFilter: { only: { age: [0] }, laid: null, patrolled: null } });
  await frames(6);
  point(5);
  await expect.poll(() => on.hover.getState().hover?.y).toBe(105);
  expect(feature()?.kind).not.toBe("pipe");
});
