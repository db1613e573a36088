import { TILE_EXTENT } from "#contract/tiles.ts";
import { HIDDEN, HOVERED, SELECTED, STATE_MASK, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { TAG_STRIDE } from "#lib/tag-mesh.ts";
import type { FlatShader } from "./gl-program.ts";

/** Index in TAG_STATES. */
const [WARNING, ALARM, STALE, OFFLINE, MAINTENANCE, SUSPECT] = [1, 2, 3, 4, 5, 6];

/** Places in the palette: states 0…7, then the halo, the rings, and the diameters in pixels from 16 on. */
export const HALO_AT = 8;
export const TAG_SELECTED_AT = 9;
export const TAG_HOVERED_AT = 10;
export const SIZES_AT = 16;

/** Pixels around a mark: halo and ring. */
const MARGIN = 5;

const VS = `\
precision highp float;
precision highp int;
uniform highp sampler2D states;
uniform highp sampler2D palette;
uniform mat4 matrix;
uniform vec2 size;
/** Factors on marks: of the usual, and of warnings and alarms. */
uniform float factor;
uniform float bad;
uniform float offset;
uniform float step_;
/** 1 = each sensor of a station; 0 = the chief one, and those in warning or alarm. */
uniform float all_;
/** 0 = only those in warning or alarm. */
uniform float calm;
/** 1 = nothing arrives any more: what was told last is drawn as stale. */
uniform float isFeedLost;
/** 0 draws all but warnings and alarms, 1 warnings, 2 alarms: the worst lie on top. */
uniform int pass;
in vec2 position;
in vec4 corner;
in uint seq;
out vec2 vAt;
flat out vec4 vColor;
flat out vec3 vHalo;
flat out vec4 vRing;
flat out float vRadius;
flat out int vState;

void main() {
  ivec2 whole = textureSize(states, 0);
  int n = int(seq);
  int told = ${UNKNOWN_STATE};
  if (n >= 0 && n < whole.x * whole.y) {
    told = int(texelFetch(states, ivec2(n % whole.x, n / whole.x), 0).r * 255.0 + 0.5);
  }
  int state = told & ${STATE_MASK};
  if (isFeedLost > 0.5 && state != ${UNKNOWN_STATE}) state = ${STALE};
  bool isBad = state == ${WARNING} || state == ${ALARM};
  bool isSelected = (told & ${SELECTED}) != 0;
  bool isHovered = (told & ${HOVERED}) != 0;
  float slot = corner.z;
  int due = state == ${ALARM} ? 2 : state == ${WARNING} ? 1 : 0;
  bool isHidden = (told & ${HIDDEN}) != 0;
  bool isDrawn = !isHidden && due == pass && (isBad || isSelected || (calm > 0.5 && (slot == 0.0 || all_ > 0.5)));

  float diameter = texelFetch(palette, ivec2(${SIZES_AT} + state, 0), 0).r * 255.0;
  vRadius = diameter * 0.5 * (isBad ? bad : factor);
  float reach = vRadius + ${MARGIN}.0;
  vAt = corner.xy * reach;
  vState = state;
#ifdef IDS
  vColor = vec4(float(n & 255), float((n >> 8) & 255), float((n >> 16) & 255), 255.0) / 255.0;
#else
  vColor = vec4(texelFetch(palette, ivec2(state, 0), 0).rgb, 1.0);
#endif
  vHalo = texelFetch(palette, ivec2(${HALO_AT}, 0), 0).rgb;
  int ringAt = isSelected ? ${TAG_SELECTED_AT} : ${TAG_HOVERED_AT};
  vRing = vec4(texelFetch(palette, ivec2(ringAt, 0), 0).rgb, isSelected || isHovered ? 1.0 : 0.0);

  // A point in the margin is drawn by the tile it lies in.
  isDrawn = isDrawn && min(position.x, position.y) >= 0.0 && max(position.x, position.y) < ${TILE_EXTENT}.0;
  // One above the other: to the right of the chief sensor stands its value.
  vec2 shift = vec2(offset, offset + (all_ > 0.5 ? slot * step_ : 0.0));
  gl_Position = matrix * vec4(position, 0.0, 1.0);
  gl_Position.xy += (shift + vec2(vAt.x, -vAt.y)) * 2.0 / size * gl_Position.w;
  if (!isDrawn) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

const FS = `\
precision highp float;
uniform float opacity;
uniform float soft;
in vec2 vAt;
flat in vec4 vColor;
flat in vec3 vHalo;
flat in vec4 vRing;
flat in float vRadius;
flat in int vState;
out vec4 fragColor;

float disc(vec2 p, float r) { return length(p) - r; }
float diamond(vec2 p, float r) { return (abs(p.x) + abs(p.y) - r) * 0.7071; }
float box(vec2 p, float r) { return max(abs(p.x), abs(p.y)) - r; }
float triangle(vec2 p, float r) {
  p.y -= r * 0.22;
  return max(abs(p.x) * 0.866 - p.y * 0.5 - r * 0.5, p.y - r * 0.6);
}

void main() {
  float stroke = max(1.2, vRadius * 0.3);
  float outside;
  float mark;
  // Hollow: filled shapes of these colours are levels of alarms that somebody answers for.
  if (vState == ${WARNING} || vState == ${ALARM}) {
    outside = vState == ${WARNING} ? diamond(vAt, vRadius) : triangle(vAt, vRadius);
    mark = max(outside, -(outside + stroke));
  } else if (vState == ${OFFLINE}) {
    float arms = min(abs(vAt.x - vAt.y), abs(vAt.x + vAt.y)) * 0.7071 - stroke * 0.55;
    outside = mark = max(arms, box(vAt, vRadius * 0.75));
  } else if (vState == ${MAINTENANCE}) {
    outside = box(vAt, vRadius * 0.8);
    float bar = max(abs(vAt.y) - stroke * 0.4, abs(vAt.x) - vRadius * 0.4);
    mark = min(max(outside, -(outside + stroke * 0.8)), bar);
  } else if (vState == ${SUSPECT}) {
    outside = disc(vAt, vRadius);
    mark = min(max(outside, -(outside + stroke * 0.8)), disc(vAt, vRadius * 0.34));
  } else if (vState == ${STALE} || vState == ${UNKNOWN_STATE}) {
    outside = disc(vAt, vRadius);
    mark = max(outside, -(outside + stroke));
    float hatch = abs(fract((vAt.x + vAt.y) / 4.0) - 0.5) * 4.0 - 1.2;
    if (vState == ${STALE}) mark = min(mark, max(hatch, outside));
  } else {
    outside = mark = disc(vAt, vRadius);
  }
  float a = clamp(0.5 - mark / (2.0 * soft), 0.0, 1.0);
  float halo = clamp(0.5 - (outside - 1.5) / (2.0 * soft), 0.0, 1.0);
  float ringAt = abs(disc(vAt, vRadius + 3.2)) - 1.0;
  float ring = clamp(0.5 - ringAt / (2.0 * soft), 0.0, 1.0) * vRing.a;
  vec3 color = mix(vHalo, vColor.rgb, a);
  float alpha = max(a, halo);
  color = mix(color, vRing.rgb, ring * (1.0 - a));
  alpha = max(alpha, ring) * opacity;
  if (alpha < 0.004) discard;
  fragColor = vec4(color, alpha);
}
`;

const IDS_FS = `\
precision highp float;
in vec2 vAt;
flat in vec4 vColor;
flat in float vRadius;
out vec4 fragColor;

void main() {
  if (length(vAt) > vRadius) discard;
  fragColor = vColor;
}
`;

const HEAD = "#version 300 es\n";
const fields: FlatShader["fields"] = [
  { name: "position", size: 2, type: "i16", offset: 0 },
  { name: "corner", size: 4, type: "i8", offset: 4 },
  { name: "seq", size: 1, type: "u32", offset: 8, integer: true },
];

export const TAG_SHADER: FlatShader = { vs: HEAD + VS, fs: HEAD + FS, stride: TAG_STRIDE, fields };
/** Numbers, as pipes have them; a disc in place of each mark. */
export const TAG_IDS: FlatShader = { vs: `${HEAD}#define IDS\n${VS}`, fs: HEAD + IDS_FS, stride: TAG_STRIDE, fields };
