import { paintAgain } from "#layers/flat/drawn.ts";
import { type FlatShader, takeShader } from "#layers/flat/gl-program.ts";

/** One triangle that covers everything, and the pixel of a picture that lies under it. */
const SHADER: FlatShader = {
  vs: `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}`,
  fs: `#version 300 es
precision highp float;
uniform sampler2D picture;
out vec4 color;
void main() {
  color = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
}`,
  stride: 0,
  fields: [],
};

interface Picture {
  readonly texture: WebGLTexture;
  width: number;
  height: number;
}

/** Takes what has been drawn into the canvas by now. */
function take(gl: WebGL2RenderingContext, picture: Picture): void {
  const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, picture.texture);
  if (picture.width === width && picture.height === height)
    gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 0, 0, width, height);
  else {
    gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 0, 0, width, height, 0);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    picture.width = width;
    picture.height = height;
  }
  gl.bindTexture(gl.TEXTURE_2D, null);
}

/**
 * The map's picture in sheets, what lies under the live layers, between them and over them, so that a map that rests is drawn anew with other
 * states for the price of these. The sheets are taken while the map draws itself: `take(0)` before the first live layer, `clear` after it,
 * `take(1)` before the second, and so on; `finish` when all is drawn.
 * @param live ids of the live layers, the lowest first
 * @param hasOver whether anything lies over the last of them
 */
export function createStillPicture(gl: WebGL2RenderingContext, live: readonly string[], hasOver: boolean) {
  const sheets = [...live, ...(hasOver ? ["over"] : [])].map(
    (): Picture => ({ texture: gl.createTexture(), width: 0, height: 0 }),
  );
  const array = gl.createVertexArray();

  const put = ({ texture }: Picture) => {
    const give = takeShader(gl, SHADER);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.bindSampler(0, null);
    give({ picture: 0 });
    gl.bindVertexArray(array);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.bindVertexArray(null);
    gl.bindTexture(gl.TEXTURE_2D, null);
  };
  const wholeCanvas = () => {
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    for (const name of ["DEPTH_TEST", "STENCIL_TEST", "SCISSOR_TEST", "CULL_FACE", "BLEND"] as const)
      gl.disable(gl[name]);
    gl.depthMask(false);
    gl.colorMask(true, true, true, true);
  };
  /** All sheets with the live layers of this moment between them: the whole picture. */
  const draw = () => {
    sheets.forEach((sheet, i) => {
      wholeCanvas();
      if (i > 0) {
        gl.enable(gl.BLEND);
        gl.blendEquation(gl.FUNC_ADD);
        // Colours of a canvas are multiplied by their opacity already.
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      }
      put(sheet);
      const layer = live[i];
      if (layer !== undefined) paintAgain(gl, layer);
    });
  };

  return {
    draw,
    /** What lies under the i-th live layer, down to the one before it. */
    take: (i: number) => take(gl, sheets[i] as Picture),
    /** From here on the canvas holds nothing but what lies over the live layers drawn so far. */
    clear: () => {
      gl.disable(gl.SCISSOR_TEST);
      gl.colorMask(true, true, true, true);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
    },
    finish: () => {
      const over = sheets[live.length];
      if (over) take(gl, over);
      draw();
    },
    remove: () => {
      for (const { texture } of sheets) gl.deleteTexture(texture);
      gl.deleteVertexArray(array);
    },
  };
}
export type StillPicture = ReturnType<typeof createStillPicture>;
