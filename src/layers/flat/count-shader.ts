import { SIXTEENTHS } from "#lib/quads.ts";

/** What the vertex shaders of marks with numbers begin with. `stand` puts a vertex where it belongs. */
export const COUNT_VS = `#version 300 es
precision highp float;
uniform mat4 matrix;
uniform vec2 size;
uniform float ratio;
uniform float scale;
/** Width and height of a digit's cell in device pixels: whole numbers. */
uniform vec2 digit;
in vec2 place;
in vec2 corner;
in vec2 local;
in uvec4 part;
out vec2 vAt;

void stand(bool isDigit) {
  vec4 clip = matrix * vec4(place, 0.0, 1.0);
  // Middles lie on whole device pixels, so that digits are as sharp as text.
  vec2 middle = floor((clip.xy / clip.w * 0.5 + 0.5) * size * ratio + 0.5);
  vec2 by = corner / ${SIXTEENTHS}.0 * scale * ratio;
  vAt = local / ${SIXTEENTHS}.0;
  if (isDigit) {
    // Upper left corner on a whole pixel, and from there the digit's own pixels.
    vAt = sign(local) * 0.5 + 0.5;
    by = floor(by + 0.5) + vAt * digit;
  }
  vec2 at = (middle + vec2(by.x, -by.y)) / (size * ratio);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}
`;

/** What the fragment shaders of marks with numbers begin with; they end with `show`. */
export const COUNT_FS = `#version 300 es
precision highp float;
uniform highp sampler2D palette;
uniform highp sampler2D digits;
uniform float opacity;
/** Half a device pixel, in the pixels that sizes are told in. */
uniform float soft;
in vec2 vAt;
out vec4 fragColor;

vec3 tint(int at) { return texelFetch(palette, ivec2(at, 0), 0).rgb; }
float cover(float off) { return clamp(0.5 - off / (2.0 * soft), 0.0, 1.0); }

vec4 over(vec4 top, vec4 under) {
  float a = top.a + under.a * (1.0 - top.a);
  return vec4((top.rgb * top.a + under.rgb * under.a * (1.0 - top.a)) / max(a, 1e-4), a);
}

/** A pixel of a digit: ink in alpha, ink with its halo in red. */
vec4 digitAt(int which) {
  ivec2 cells = textureSize(digits, 0) / ivec2(10, 1);
  ivec2 texel = min(ivec2(vAt * vec2(cells)), cells - 1);
  return texelFetch(digits, ivec2(which * cells.x + texel.x, texel.y), 0);
}

void show(vec4 color) {
  fragColor = vec4(color.rgb, color.a * opacity);
  if (fragColor.a < 0.004) discard;
}
`;
