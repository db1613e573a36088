import type { InViewStore, Reduction } from "#state/in-view.ts";
import type { MapEngine } from "./engine-types.ts";

/** Renderers that draw with the processor: remote desktops, virtual machines, machines whose driver is blocked. */
const SOFTWARE =
  /swiftshader|llvmpipe|softpipe|swrast|software|basic render|vmware|virtualbox|parallels|gdi generic|warp\b/i;

export const isSoftwareRenderer = (name: string): boolean => SOFTWARE.test(name);

/** What draws a context, as the browser tells it; empty when it does not. */
export function rendererOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === "string" ? name : "";
}

/** Frames that are judged together. */
const WINDOW = 10;
/** Above this a map that moves is hard to use; below the other there is room for everything. */
const SLOW_MS = 100;
const FAST_MS = 22;
/** A machine that was slow this often stays so: a map that changes its look all the time is worse than a plain one. */
const MOST_TURNS = 2;

const median = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] as number;

/** Judges by frame times whether a machine draws slowly, whatever its renderer is called. */
export function createGovernor() {
  let times: number[] = [];
  let isSlow = false;
  let turns = 0;
  return {
    isSlow: () => isSlow,
    /** @param ms from one frame of a moving map to the next; @returns whether the judgement is another now */
    frame(ms: number): boolean {
      times = [...times.slice(1 - WINDOW), ms];
      if (times.length < WINDOW) return false;
      const usual = median(times);
      const next = isSlow ? usual > FAST_MS || turns >= MOST_TURNS : usual > SLOW_MS;
      if (next === isSlow) return false;
      if (next) turns += 1;
      isSlow = next;
      times = [];
      return true;
    },
  };
}

/** Low pressure is in tiles from the first zoom on; from the second so little is in view that nothing has to be left out. */
const LOW_FROM = 12;
const LOW_ALL_FROM = 13;
/** Words along pipes and arrows are drawn from z 15 on; from here on few pipes are in view. */
const LABELS_ALL_FROM = 16;
/** A pick draws: on a slow machine only for a pointer that rests. */
const REST_MS = 90;

/** What a slow machine leaves out at a zoom. Never a warning, never a station. */
export const reductionsAt = (zoom: number, deviceRatio: number): readonly Reduction[] => [
  ...(deviceRatio > 1 ? (["pixels"] as const) : []),
  "edges",
  ...(zoom >= LOW_FROM && zoom < LOW_ALL_FROM ? (["low_pressure"] as const) : []),
  ...(zoom < LABELS_ALL_FROM ? (["labels"] as const) : []),
];

export interface GraphicsInput {
  readonly inView: InViewStore | undefined;
  readonly engine: () => Pick<MapEngine, "renderer" | "coarse"> | null;
  /** Other things are left out than before. */
  readonly onChange: () => void;
  readonly deviceRatio?: () => number;
}

/** Decides how much the map draws, and says so. */
export function createGraphics({ inView, engine, onChange, deviceRatio = () => devicePixelRatio }: GraphicsInput) {
  const governor = createGovernor();
  let reduced: ReadonlySet<Reduction> = new Set();
  let isSoftware = false;
  let zoom = 0;

  const update = () => {
    const isSlow = isSoftware || governor.isSlow();
    engine()?.coarse(isSlow);
    const next = isSlow ? reductionsAt(zoom, deviceRatio()) : [];
    if (next.length === reduced.size && next.every((one) => reduced.has(one))) return;
    reduced = new Set(next);
    inView?.setState({ reduced: next });
    onChange();
  };

  return {
    reduced: () => reduced,
    /** How long a pointer has to rest before what lies under it is looked for, ms. */
    restMs: () => (isSoftware || governor.isSlow() ? REST_MS : 0),
    /** An engine was built, the first or another after a lost context. */
    built: () => {
      isSoftware = isSoftwareRenderer(engine()?.renderer() ?? "");
      update();
    },
    frame: (ms: number) => {
      if (governor.frame(ms)) update();
    },
    look: (at: number) => {
      zoom = at;
      update();
    },
  };
}
export type Graphics = ReturnType<typeof createGraphics>;
