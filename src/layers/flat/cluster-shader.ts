import { CLUSTER_STRIDE, FACE_AT, HALO_AT, HALO_PX, INK_AT, QUIET_AT } from "#lib/cluster-mesh.ts";
import { ALARM, NORMAL, STALE, WARNING } from "#lib/cluster-view.ts";
import { COUNT_FS, COUNT_VS } from "./count-shader.ts";
import type { FlatShader } from "./gl-program.ts";
import { STATE_MARKS } from "./state-marks.ts";

const VS = `${COUNT_VS}
in uvec4 arcs;
flat out ivec2 vPart;
flat out vec2 vSizes;
flat out vec4 vArcs;

void main() {
  stand(part.x == 2u);
  vPart = ivec2(part.xy);
  vSizes = vec2(part.zw) / 4.0;
  vArcs = vec4(arcs) / 255.0;
}
`;

const FS = `${COUNT_FS}
flat in ivec2 vPart;
flat in vec2 vSizes;
flat in vec4 vArcs;

${STATE_MARKS}
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
  if (vPart.x == 0) show(discAt());
  else if (vPart.x == 1) show(pillAt());
  else if (vPart.x == 2) show(vec4(tint(${INK_AT}), digitAt(int(vSizes.x * 4.0 + 0.5)).a));
  else if (vPart.x == 3) show(shapeAt());
  else {
    float away = disc(vAt, vSizes.x);
    show(over(vec4(tint(vPart.y), cover(away)), vec4(tint(${FACE_AT}), cover(away - ${HALO_PX}))));
  }
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
