import { BADGE_PART, BADGE_STRIDE, SHAPE_PX } from "#lib/badge-mesh.ts";
import { COUNT_FS, COUNT_VS } from "./count-shader.ts";
import type { FlatShader } from "./gl-program.ts";

/** Places in the palette: the four levels' colours, their edges, and what all have in common. */
export const EDGES_AT = 4;
export const SURFACE_AT = 8;
export const TEXT_AT = 9;

/** Pixels of a shape's own box of 24. */
const UNIT = SHAPE_PX / 24;

const VS = `${COUNT_VS}
flat out ivec3 vPart;

void main() {
  stand(part.x != ${BADGE_PART.mark}u);
  vPart = ivec3(part.xyz);
}
`;

/** Shapes are those of the legend (WARNING_SHAPES of theme/symbols.ts) as distances, negative inside. */
const FS = `${COUNT_FS}
flat in ivec3 vPart;

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
  if (vPart.x == ${BADGE_PART.mark}) show(markAt());
  else if (vPart.x == ${BADGE_PART.halo}) show(vec4(tint(${SURFACE_AT}), digitAt(vPart.z).r));
  else show(vec4(tint(${TEXT_AT}), digitAt(vPart.z).a));
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
