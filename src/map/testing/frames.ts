/** Counts whole frames of the base map: of those its `clear` is part. */
export function countFrames(): { readonly count: () => number; readonly stop: () => void } {
  const { clear } = WebGL2RenderingContext.prototype;
  let clears = 0;
  WebGL2RenderingContext.prototype.clear = function (mask) {
    clears += 1;
    clear.call(this, mask);
  };
  return {
    count: () => clears,
    stop: () => {
      WebGL2RenderingContext.prototype.clear = clear;
    },
  };
}

export const threeFrames = async () => {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

/** How far two pictures are apart at most, of 255. */
export const worstOff = (a: ImageData, b: ImageData): number =>
  a.data.reduce((most, v, i) => Math.max(most, Math.abs(v - (b.data[i] as number))), 0);
