import { ICON_BOX, iconPaths } from "#layers/icons.ts";
import type { MarkPath } from "#layers/layer.ts";

/** Device pixels per unit of the box: sharp on dense screens and when a wall doubles the size. */
const PIXEL_RATIO = 3;
/** Room around the box for halos. */
const MARGIN = 3;

function stroke(ctx: OffscreenCanvasRenderingContext2D, path: MarkPath): void {
  const shape = new Path2D(path.d);
  if (path.fill) {
    ctx.fillStyle = path.fill;
    ctx.fill(shape);
  }
  if (path.stroke) {
    ctx.strokeStyle = path.stroke;
    ctx.lineWidth = path.width ?? 1.5;
    ctx.lineCap = "round";
    ctx.lineJoin = "round";
    ctx.stroke(shape);
  }
}

interface Icon {
  readonly image: ImageData;
  readonly pixelRatio: number;
}

const drawn = new Map<string, Icon>();

/** Pixels of a symbol by its name, or null when the name is not ours. Drawn once: a map that is built anew finds them ready. */
export function drawIcon(name: string): Icon | null {
  const known = drawn.get(name);
  if (known) return known;
  const paths = iconPaths(name);
  if (!paths) return null;
  const size = (ICON_BOX + 2 * MARGIN) * PIXEL_RATIO;
  // Read at once, so drawn by the processor: reading a symbol back from the graphics card took 15 ms.
  const ctx = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true });
  if (!ctx) return null;
  ctx.scale(PIXEL_RATIO, PIXEL_RATIO);
  ctx.translate(MARGIN, MARGIN);
  for (const path of paths) stroke(ctx, path);
  const icon = { image: ctx.getImageData(0, 0, size, size), pixelRatio: PIXEL_RATIO };
  drawn.set(name, icon);
  return icon;
}
