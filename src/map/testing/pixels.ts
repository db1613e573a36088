import { page } from "vitest/browser";
import { rgb } from "#theme/contrast.ts";

/** What the page shows of an element, as pixels. */
export async function pixelsOf(element: Element): Promise<ImageData> {
  const shot = await page.screenshot({ element, save: false });
  const base64 = typeof shot === "string" ? shot : (shot as { base64: string }).base64;
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const ctx = new OffscreenCanvas(image.width, image.height).getContext("2d");
  if (!ctx) throw new Error("no 2d context");
  ctx.drawImage(image, 0, 0);
  return ctx.getImageData(0, 0, image.width, image.height);
}

/** How many pixels have a colour, each channel within `off`. */
export function countColor({ data }: ImageData, color: string, off = 6): number {
  const [r, g, b] = rgb(color);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const isNear = (at: number, of: number) => Math.abs((data[i + at] as number) - of) <= off;
    if (isNear(0, r) && isNear(1, g) && isNear(2, b)) count += 1;
  }
  return count;
}

/** Resolves when the map says that it is settled. */
export async function settled(box: Element): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = () => box.querySelector<HTMLElement>(".map-canvas");
  if (canvas()?.dataset.settled === "true") return;
  await new Promise((resolve) => box.addEventListener("map-settled", resolve, { once: true }));
}
