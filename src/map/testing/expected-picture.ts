import { commands } from "vitest/browser";
import { pixelsOf } from "./pixels.ts";

/** How far a picture may be from the expected one. Software and hardware draw edges a little differently, never shapes or colours. */
export interface PictureTolerance {
  /** A channel off by no more than this is the same. */
  readonly channel: number;
  /** Share of all pixels that may differ by more. */
  readonly share: number;
}
/** How long a picture may take to become what is expected, ms. */
const PATIENCE_MS = 3000;
const USUAL: PictureTolerance = { channel: 40, share: 0.002 };

const EXPECTED = "src/map/testing/pictures";
const RESULTS = "test-results/pictures";

async function decode(base64: string): Promise<ImageData> {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const ctx = new OffscreenCanvas(image.width, image.height).getContext("2d");
  if (!ctx) throw new Error("no 2d context");
  ctx.drawImage(image, 0, 0);
  return ctx.getImageData(0, 0, image.width, image.height);
}

async function encode(picture: ImageData): Promise<string> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Share of pixels in which two pictures of one size differ. */
export function differingShare(a: ImageData, b: ImageData, channel: number): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const isFar = (k: number) => Math.abs((a.data[i + k] as number) - (b.data[i + k] as number)) > channel;
    if (isFar(0) || isFar(1) || isFar(2)) count += 1;
  }
  return count / (a.width * a.height);
}

const write = (path: string, base64: string) => commands.writeFile(path, base64, "base64");

/**
 * Compares what the page shows of an element with the picture kept as `pictures/<name>.png`. A picture that is off is written to
 * test-results/pictures, to be looked at; one that is not there yet is written in its place, and the test fails until it is looked at
 * and kept. Keep scenes small: a new picture is a decision.
 */
export async function expectPicture(
  element: Element,
  name: string,
  tolerance: Partial<PictureTolerance> = {},
): Promise<void> {
  const { channel, share } = { ...USUAL, ...tolerance };
  const known = await commands.readFile(`${EXPECTED}/${name}.png`, "base64").catch(() => null);
  if (known === null) {
    await write(`${EXPECTED}/${name}.png`, await encode(await pixelsOf(element)));
    throw new Error(`there was no picture ${name}: it is written now. Look at it, and keep it if it is right`);
  }
  const expected = await decode(known);
  let actual = await pixelsOf(element);
  let off = differingShare(actual, expected, channel);
  // A map is at rest before the last column of states has come: those are painted when they are there.
  for (const until = performance.now() + PATIENCE_MS; off > share && performance.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    actual = await pixelsOf(element);
    off = differingShare(actual, expected, channel);
  }
  if (off <= share) return;
  await write(`${RESULTS}/${name}.png`, await encode(actual));
  throw new Error(`${name}: ${(off * 100).toFixed(2)} % of the picture differs; what was drawn is in ${RESULTS}`);
}
