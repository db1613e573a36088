import type { ShaderModule } from "@luma.gl/shadertools";
import { HOVERED, SELECTED, STATE_MASK, STATE_WIDTH, UNKNOWN_STATE } from "#lib/state-bytes.ts";

/** Index in TAG_STATES. */
const [WARNING, ALARM, STALE, OFFLINE, MAINTENANCE] = [1, 2, 3, 4, 5];

export interface TagUniforms {
  readonly matrix: number[];
  readonly viewport: [number, number];
  readonly factor: number;
  /** Factor on the marks of warnings and alarms. */
  readonly bad: number;
  readonly offset: number;
  readonly step: number;
  /** 1 = each sensor of a station; 0 = the chief one, and those in warning or alarm. */
  readonly all: number;
  /** 0 = only those in warning or alarm. */
  readonly calm: number;
  readonly opacity: number;
  /** 1 = nothing arrives any more: what was told last is drawn as stale. */
  readonly isFeedLost: number;
  /** 0 draws all but warnings and alarms, 1 warnings, 2 alarms: the worst lie on top. */
  readonly pass: number;
  readonly deviceScale: number;
}

const BLOCK = `\
layout(std140) uniform tagUniforms {
  mat4 matrix;
  vec2 viewport;
  float factor;
  float bad;
  float offset;
  float step;
  float all;
  float calm;
  float opacity;
  float isFeedLost;
  float pass;
  float deviceScale;
} tag;
`;

export const tagModule = {
  name: "tag",
  vs: BLOCK,
  fs: BLOCK,
  uniformTypes: {
    matrix: "mat4x4<f32>",
    viewport: "vec2<f32>",
    factor: "f32",
    bad: "f32",
    offset: "f32",
    step: "f32",
    all: "f32",
    calm: "f32",
    opacity: "f32",
    isFeedLost: "f32",
    pass: "f32",
    deviceScale: "f32",
  },
} as const satisfies ShaderModule;

/** Places in the palette: states 0…7, then the halo, the rings, and the diameters in pixels from 16 on. */
export const HALO_AT = 8;
export const TAG_SELECTED_AT = 9;
export const TAG_HOVERED_AT = 10;
export const SIZES_AT = 16;

/** Pixels around a mark: halo and ring. */
const MARGIN = 5;

export const TAG_VS = `#version 300 es
precision highp float;
uniform highp sampler2D stateTexture;
uniform highp sampler2D paletteTexture;
in ivec2 position;
in ivec2 corner;
in uint seq;
in uvec4 kind;
out vec2 vAt;
flat out vec2 vTile;
flat out vec3 vColor;
flat out vec3 vHalo;
flat out vec4 vRing;
flat out float vRadius;
flat out int vState;

void main() {
  ivec2 size = textureSize(stateTexture, 0);
  int n = int(seq);
  int told = ${UNKNOWN_STATE};
  if (n >= 0 && n < size.x * size.y) {
    told = int(texelFetch(stateTexture, ivec2(n % ${STATE_WIDTH}, n / ${STATE_WIDTH}), 0).r * 255.0 + 0.5);
  }
  int state = told & ${STATE_MASK};
  if (tag.isFeedLost > 0.5 && state != ${UNKNOWN_STATE}) state = ${STALE};
  bool isBad = state == ${WARNING} || state == ${ALARM};
  bool isSelected = (told & ${SELECTED}) != 0;
  bool isHovered = (told & ${HOVERED}) != 0;
  float slot = float(kind.y);
  int due = state == ${ALARM} ? 2 : state == ${WARNING} ? 1 : 0;
  bool isDrawn = due == int(tag.pass) && (isBad || isSelected || (tag.calm > 0.5 && (slot == 0.0 || tag.all > 0.5)));

  float diameter = texelFetch(paletteTexture, ivec2(${SIZES_AT} + state, 0), 0).r * 255.0;
  vRadius = diameter * 0.5 * (isBad ? tag.bad : tag.factor);
  float reach = vRadius + ${MARGIN}.0;
  vAt = vec2(corner) * reach;
  vTile = vec2(position);
  vState = state;
  vColor = texelFetch(paletteTexture, ivec2(state, 0), 0).rgb;
  vHalo = texelFetch(paletteTexture, ivec2(${HALO_AT}, 0), 0).rgb;
  int ringAt = isSelected ? ${TAG_SELECTED_AT} : ${TAG_HOVERED_AT};
  vRing = vec4(texelFetch(paletteTexture, ivec2(ringAt, 0), 0).rgb, isSelected || isHovered ? 1.0 : 0.0);

  // One above the other: to the right of the chief sensor stands its value.
  vec2 shift = vec2(tag.offset, tag.offset + (tag.all > 0.5 ? slot * tag.step : 0.0));
  gl_Position = tag.matrix * vec4(vTile, 0.0, 1.0);
  gl_Position.xy += (shift + vec2(vAt.x, -vAt.y)) * 2.0 / tag.viewport * gl_Position.w;
  if (!isDrawn) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const TAG_FS = `#version 300 es
precision highp float;
in vec2 vAt;
flat in vec2 vTile;
flat in vec3 vColor;
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
  // A point in the margin is drawn by the tile it lies in.
  if (vTile.x < 0.0 || vTile.y < 0.0 || vTile.x >= 4096.0 || vTile.y >= 4096.0) discard;
  float soft = 0.6 / tag.deviceScale;
  float stroke = max(1.2, vRadius * 0.3);
  float outside;
  float mark;
  if (vState == ${WARNING}) {
    outside = mark = diamond(vAt, vRadius);
  } else if (vState == ${ALARM}) {
    outside = mark = triangle(vAt, vRadius);
  } else if (vState == ${OFFLINE}) {
    float arms = min(abs(vAt.x - vAt.y), abs(vAt.x + vAt.y)) * 0.7071 - stroke * 0.55;
    outside = mark = max(arms, box(vAt, vRadius * 0.75));
  } else if (vState == ${MAINTENANCE}) {
    outside = box(vAt, vRadius * 0.8);
    float bar = max(abs(vAt.y) - stroke * 0.4, abs(vAt.x) - vRadius * 0.4);
    mark = min(max(outside, -(outside + stroke * 0.8)), bar);
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
  vec3 color = mix(vHalo, vColor, a);
  float alpha = max(a, halo);
  color = mix(color, vRing.rgb, ring * (1.0 - a));
  alpha = max(alpha, ring) * tag.opacity;
  if (alpha < 0.004) discard;
  fragColor = vec4(color, alpha);
}
`;
