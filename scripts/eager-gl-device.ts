import type { Plugin } from "vite";

const ASKED = 'const { WebGLDevice } = await import("./webgl-device.js");';

/**
 * luma.gl asks for its WebGL device by a dynamic import once there is a context: one file more, behind all tiles of the first view, before anything can
 * be drawn (0.1 to 0.25 s of the first frame). Imported with what asks for it, it is there when the map's code is.
 */
export const eagerGlDevice: Plugin = {
  name: "eager-gl-device",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith("/@luma.gl/webgl/dist/adapter/webgl-adapter.js")) return null;
    if (!code.includes(ASKED))
      this.error("luma.gl's adapter reads otherwise than expected: see scripts/eager-gl-device.ts");
    return `import { WebGLDevice } from "./webgl-device.js";\n${code.replaceAll(ASKED, "")}`;
  },
};
