import { CLUSTER_STRIDE, FACE_AT, HALO_AT, HALO_PX, INK_AT, QUIET_AT, SIXTEENTHS } from "#lib/cluster-mesh.ts";
import { ALARM, NORMAL, STALE, WARNING } from "#lib/cluster-view.ts";
import type { FlatShader } from "./gl-program.ts";
import { STATE_MARKS } from "./state-marks.ts";

const VS = `#version 300 es
precision highp float;
uniform mat4 matrix;
uniform vec2 size;
uniform float ratio;
uniform float scale;
/** Width and height of a digit in device pixels: whole numbers. */
uniform vec2 digit;
in vec2 place;
in vec2 corner;
in vec2 local;
in uvec4 part;
in uvec4 arcs;
out vec2 vAt;
flat out ivec2 vPart;
flat out vec2 vSizes;
flat out vec4 vArcs;

void main() {
  vec4 clip = matrix * vec4(place, 0.0, 1.0);
  // Middles lie on whole device pixels, so that digits are as sharp as text.
  vec2 middle = floor((clip.xy / clip.w * 0.5 + 0.5) * size * ratio + 0.5);
  vec2 by = corner / ${SIXTEENTHS}.0 * scale * ratio;
  vAt = local / ${SIXTEENTHS}.0;
  if (part.x == 2u) {
    // Upper left corner on a whole pixel, and from there the digit's own pixels.
    by = floor(by + 0.5) + (sign(local) * 0.5 + 0.5) * digit;
    vAt = sign(local) * 0.5 + 0.5;
  }
  vPart = ivec2(part.xy);
  vSizes = vec2(part.zw) / 4.0;
  vArcs = vec4(arcs) / 255.0;
  vec2 at = (middle + vec2(by.x, -by.y)) / (size * ratio);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}
`;

const FS = `#version 300 es
precision highp float;
uniform highp sampler2D palette;
uniform highp sampler2D digits;
uniform float opacity;
/** Half a device pixel, in the pixels that sizes are told in. */
uniform float soft;
in vec2 vAt;
flat in ivec2 vPart;
flat in vec2 vSizes;
flat in vec4 vArcs;
out vec4 fragColor;

${STATE_MARKS}
vec3 tint(int at) { return texelFetch(palette, ivec2(at, 0), 0).rgb; }
float cover(float off) { return clamp(0.5 - off / (2.0 * soft), 0.0, 1.0); }

vec4 over(vec4 top, vec4 under) {
  float a = top.a + under.a * (1.0 - top.a);
  return vec4((top.rgb * top.a + under.rgb * under.a * (1.0 - top.a)) / max(a, 1e-4), a);
}

/** Colour of the ring at a share of the way round, clockwise from the top. */
vec4 ringAt(float share, float way) {
  if (vArcs.w == 0.0) return vec4(tint(${QUIET_AT}), 0.9);
  if (share < vArcs.x) return vec4(tint(${ALARM}), 1.0);
  if (share < vArcs.y) return vec4(tint(${WARNING}), 1.0);
  // Hatched as everything is that has not told for long.
  if (share < vArcs.z) return vec4(tint(${STALE}), fract(way / 4.0) < 0.55 ? 1.0 : 0.25);
  return vec4(tint(${NORMAL}), 0.9);
}

vec4 discAt() {
  float away = length(vAt);
  float outer = vSizes.x + vSizes.y;
  vec4 halo = vec4(tint(${HALO_AT}), cover(away - outer - ${HALO_PX}) * 0.85);
  vec4 face = vec4(tint(${FACE_AT}), cover(away - vSizes.x) * 0.96);
  float share = fract(atan(vAt.x, -vAt.y) / 6.2831853 + 1.0);
  vec4 ring = ringAt(share, share * 6.2831853 * outer);
  ring.a *= cover(max(away - outer, vSizes.x + 0.5 - away));
  return over(ring, over(face, halo));
}

vec4 pillAt() {
  vec2 off = abs(vAt) - vSizes + vSizes.y;
  float away = length(max(off, 0.0)) + min(max(off.x, off.y), 0.0) - vSizes.y;
  vec4 halo = vec4(tint(${HALO_AT}), cover(away - ${HALO_PX}) * 0.85);
  vec4 face = vec4(tint(${FACE_AT}), cover(away));
  vec4 edge = vec4(tint(vPart.y), cover(abs(away + 0.6) - 0.6));
  return over(edge, over(face, halo));
}

vec4 shapeAt() {
  bool isAlarm = vPart.y == ${ALARM};
  float away = isAlarm ? triangle(vAt, vSizes.x) : diamond(vAt, vSizes.x);
  // Hollow, as the sensors' own marks are.
  return over(vec4(tint(vPart.y), cover(max(away, -(away + 1.6)))), vec4(tint(${HALO_AT}), cover(away - 1.2)));
}

void main() {
  if (vPart.x == 0) fragColor = discAt();
  else if (vPart.x == 1) fragColor = pillAt();
  else if (vPart.x == 2) {
    ivec2 cells = textureSize(digits, 0) / ivec2(10, 1);
    ivec2 texel = min(ivec2(vAt * vec2(cells)), cells - 1);
    float ink = texelFetch(digits, ivec2(int(vSizes.x * 4.0 + 0.5) * cells.x + texel.x, texel.y), 0).a;
    fragColor = vec4(tint(${INK_AT}), ink);
  }
  else if (vPart.x == 3) fragColor = shapeAt();
  else {
    float away = disc(vAt, vSizes.x);
    fragColor = over(vec4(tint(vPart.y), cover(away)), vec4(tint(${FACE_AT}), cover(away - ${HALO_PX})));
  }
  fragColor.a *= opacity;
  if (fragColor.a < 0.004) discard;
}
`;

export const CLUSTER_SHADER: FlatShader = {
  vs: VS,
  fs: FS,
  stride: CLUSTER_STRIDE,
  fields: [
    { name: "place", size: 2, type: "i16", offset: 0 },
    { name: "corner", size: 2, type: "i16", offset: 4 },
    { name: "local", size: 2, type: "i16", offset: 8 },
    { name: "part", size: 4, type: "u8", offset: 12, integer: true },
    { name: "arcs", size: 4, type: "u8", offset: 16, integer: true },
  ],
};
