import { BADGE_PART, BADGE_STRIDE, SHAPE_PX, SIXTEENTHS } from "#lib/badge-mesh.ts";
import type { FlatShader } from "./gl-program.ts";

/** Places in the palette: the four levels' colours, their edges, and what all have in common. */
export const EDGES_AT = 4;
export const SURFACE_AT = 8;
export const TEXT_AT = 9;

/** Pixels of a shape's own box of 24. */
const UNIT = SHAPE_PX / 24;

const VS = `#version 300 es
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
flat out ivec3 vPart;

void main() {
  vec4 clip = matrix * vec4(place, 0.0, 1.0);
  // Middles lie on whole device pixels, so that digits are as sharp as text.
  vec2 middle = floor((clip.xy / clip.w * 0.5 + 0.5) * size * ratio + 0.5);
  vec2 by = corner / ${SIXTEENTHS}.0 * scale * ratio;
  vAt = local / ${SIXTEENTHS}.0;
  if (part.x != ${BADGE_PART.mark}u) {
    // Upper left corner on a whole pixel, and from there the digit's own pixels.
    vAt = sign(local) * 0.5 + 0.5;
    by = floor(by + 0.5) + vAt * digit;
  }
  vPart = ivec3(part.xyz);
  vec2 at = (middle + vec2(by.x, -by.y)) / (size * ratio);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}
`;

/** Shapes are those of the legend (WARNING_SHAPES of theme/symbols.ts) as distances, negative inside. */
const FS = `#version 300 es
precision highp float;
uniform highp sampler2D palette;
uniform highp sampler2D digits;
uniform float opacity;
/** Half a device pixel, in the pixels that sizes are told in. */
uniform float soft;
in vec2 vAt;
flat in ivec3 vPart;
out vec4 fragColor;

vec3 tint(int at) { return texelFetch(palette, ivec2(at, 0), 0).rgb; }
float cover(float off) { return clamp(0.5 - off / (2.0 * soft), 0.0, 1.0); }

vec4 over(vec4 top, vec4 under) {
  float a = top.a + under.a * (1.0 - top.a);
  return vec4((top.rgb * top.a + under.rgb * under.a * (1.0 - top.a)) / max(a, 1e-4), a);
}

/** Units of the shape's box of 24. */
float shapeAt(int level, vec2 p) {
  if (level == 0) return max((abs(p.x) * 17.0 - (p.y + 9.0) * 10.0) / 19.723, p.y - 8.0);
  if (level == 1) return (abs(p.x) + abs(p.y) - 10.0) * 0.7071;
  if (level == 2) return max(abs(p.x), abs(p.y)) - 8.0;
  return length(p) - 9.0;
}

vec4 markAt() {
  float away = shapeAt(vPart.y, vAt / ${UNIT}) * ${UNIT};
  vec4 halo = vec4(tint(${SURFACE_AT}), cover(away - ${3 * UNIT}));
  vec4 fill = vec4(tint(vPart.y), cover(away));
  vec4 edge = vec4(tint(${EDGES_AT} + vPart.y), cover(abs(away) - ${0.8 * UNIT}));
  return over(edge, over(fill, halo));
}

void main() {
  if (vPart.x == ${BADGE_PART.mark}) fragColor = markAt();
  else {
    ivec2 cells = textureSize(digits, 0) / ivec2(10, 1);
    ivec2 texel = min(ivec2(vAt * vec2(cells)), cells - 1);
    vec4 ink = texelFetch(digits, ivec2(vPart.z * cells.x + texel.x, texel.y), 0);
    fragColor = vPart.x == ${BADGE_PART.halo} ? vec4(tint(${SURFACE_AT}), ink.r) : vec4(tint(${TEXT_AT}), ink.a);
  }
  fragColor.a *= opacity;
  if (fragColor.a < 0.004) discard;
}
`;

export const BADGE_SHADER: FlatShader = {
  vs: VS,
  fs: FS,
  stride: BADGE_STRIDE,
  fields: [
    { name: "place", size: 2, type: "f32", offset: 0 },
    { name: "corner", size: 2, type: "i16", offset: 8 },
    { name: "local", size: 2, type: "i16", offset: 12 },
    { name: "part", size: 4, type: "u8", offset: 16, integer: true },
  ],
};
