import { ARROW_UNITS, DASH_UNITS, NORMAL_SCALE, PIPE_STRIDE } from "#lib/line-mesh.ts";
import { CHOSEN, DIMMED, HIDDEN, HOVERED, NO_CLASS, SELECTED } from "#lib/state-bytes.ts";
import type { FlatShader } from "./gl-program.ts";

/** Places in a pipe palette: classes from 0 on, then these; 255 is what has no class. */
export const CASING_AT = 240;
export const SELECTED_AT = 241;
export const HOVERED_AT = 242;
export const CHOSEN_AT = 243;
export const ARROW_AT = 244;
/** Most pressure levels that `widths` holds. */
export const MOST_LEVELS = 16;

const VS = `\
precision highp float;
precision highp int;
uniform highp sampler2D states;
uniform highp sampler2D palette;
uniform mat4 matrix;
uniform vec2 size;
uniform float widths[${MOST_LEVELS}];
uniform float widthFactor;
uniform float unit;
uniform float dashScale;
uniform float opacity;
uniform float casing;
uniform float arrows;
uniform float scale;
uniform float soft;
uniform int byLevel;
uniform int levels;
uniform int pass;
in vec2 position;
in vec4 push;
in vec4 run;
in uint seq;
out float vAcross;
out vec2 vEnd;
out float vDash;
flat out vec4 vColor;
flat out vec2 vHalf;
flat out ivec2 vKind;

void main() {
  ivec2 at = textureSize(states, 0);
  int rows = at.y / 3;
  int n = int(seq);
  int flags = 0;
  int cls = ${NO_CLASS};
  int flow = 0;
  int kind = int(push.w);
  int level = kind & 15;
  at = ivec2(n % at.x, n / at.x);
  if (n >= 0 && at.y < rows) {
    flags = int(texelFetch(states, at, 0).r * 255.0 + 0.5);
    if (byLevel == 0) cls = int(texelFetch(states, ivec2(at.x, at.y + rows), 0).r * 255.0 + 0.5);
    if (arrows > 0.5) flow = int(texelFetch(states, ivec2(at.x, at.y + rows * 2), 0).r * 255.0 + 0.5);
  }
  if (byLevel == 1) cls = level;
  bool isSelected = (flags & ${SELECTED}) != 0;
  bool isHovered = (flags & ${HOVERED}) != 0;
  bool isChosen = (flags & ${CHOSEN}) != 0;
  bool isMarked = isSelected || isHovered || isChosen;
  float edge = casing;
  if (isMarked) edge = max(edge, (isSelected ? 3.0 : 2.0) * scale);
  bool isDrawn = (flags & ${HIDDEN}) == 0 && ((levels >> level) & 1) == 1;
  if (pass == 0 && edge <= 0.0) isDrawn = false;
  if (!isDrawn) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }

  float width = max(0.5, widths[level] * widthFactor);
  float half_ = width * 0.5;
  vHalf = vec2(half_ + (pass == 0 ? edge : 0.0), 0.0);
  bool hasArrow = pass == 1 && (flow == 1 || flow == 2) && width >= 1.5;
  if (hasArrow) vHalf.y = half_ + 2.5 * scale;
  float reach = max(vHalf.x, vHalf.y) + soft * 2.0;
#ifdef IDS
  reach = max(half_, 0.5) + soft * 2.0;
#endif

  vAcross = push.z * reach;
  // Ends are pushed on by the reach: what is measured along the pipe goes with them.
  vec2 beyond = vec2(run.x == 0.0 ? reach : 0.0, run.y == 0.0 ? reach : 0.0);
  vEnd = vec2(-run.x, -run.y) * unit + beyond - beyond.yx;
  vDash = (run.z + (beyond.y - beyond.x) / unit) * dashScale;
  vKind = ivec2(kind >> 4, hasArrow ? flow : 0);
  gl_Position = matrix * vec4(position, 0.0, 1.0);
  vec2 shift = push.xy / ${NORMAL_SCALE}.0 * reach;
  gl_Position.xy += vec2(shift.x, -shift.y) * 2.0 / size * gl_Position.w;
#ifdef IDS
  vColor = vec4(float(n & 255), float((n >> 8) & 255), float((n >> 16) & 255), 255.0) / 255.0;
#else
  float alpha = opacity * ((flags & ${DIMMED}) != 0 && !isMarked ? 0.12 : 1.0);
  int colorAt = cls;
  if (pass == 0) {
    colorAt = isSelected ? ${SELECTED_AT} : isChosen ? ${CHOSEN_AT} : isHovered ? ${HOVERED_AT} : ${CASING_AT};
    if (!isMarked) alpha *= 0.9;
  }
  vColor = vec4(texelFetch(palette, ivec2(colorAt, 0), 0).rgb, alpha);
#endif
}
`;

const COVER = `\
precision highp float;
precision highp int;
uniform highp sampler2D palette;
uniform float dashUnit;
uniform float widthFactor;
uniform float scale;
uniform float soft;
uniform int pass;
in float vAcross;
in vec2 vEnd;
in float vDash;
flat in vec4 vColor;
flat in vec2 vHalf;
flat in ivec2 vKind;
out vec4 color;

/** Distance from the middle of the stroke, pixels; beyond its ends from the end itself, which makes them round. */
float fromMiddle() {
  float beyond = max(max(vEnd.x, vEnd.y), 0.0);
  return beyond > 0.0 ? length(vec2(vAcross, beyond)) : abs(vAcross);
}

/** Share of the pixel within. A stroke thinner than a pixel is drawn a pixel wide and as much fainter. */
float cover(float half_, float off) {
  return clamp((max(half_, soft) - off) / soft * 0.5 + 0.5, 0.0, 1.0) * min(1.0, half_ / soft);
}
`;

const FS = `${COVER}
/** Share of the pixel that lies on a dash; dashes lie around whole numbers of the pattern, so that both sides of a tile's edge agree. */
float onDash(float period, float share) {
  float off = (abs(fract(vDash / period + 0.5) - 0.5) - share * 0.5) * period * dashUnit;
  return clamp(0.5 - off / (2.0 * soft), 0.0, 1.0);
}

void main() {
  float a = cover(vHalf.x, fromMiddle());
  if (pass == 1 && vKind.x != 0) {
    float longer = widthFactor > 2.2 ? 2.0 : 1.0;
    a *= vKind.x == 1 ? onDash(${DASH_UNITS}.0 * longer, 0.6) : onDash(${DASH_UNITS / 2}.0 * longer, 0.4);
  }
  color = vec4(vColor.rgb, vColor.a * a);
  if (vKind.y != 0) {
    float x = (fract(vDash / ${ARROW_UNITS}.0 ) - 0.5) * ${ARROW_UNITS}.0 * dashUnit;
    if (vKind.y == 2) x = -x;
    float y = abs(vAcross);
    float arm = max(abs((x + y) * 0.7071) - 1.1 * scale, y - vHalf.y);
    float ink = clamp(0.5 - arm / (2.0 * soft), 0.0, 1.0) * vColor.a;
    if (max(vEnd.x, vEnd.y) > -3.0) ink = 0.0;
    color = vec4(mix(color.rgb, texelFetch(palette, ivec2(${ARROW_AT}, 0), 0).rgb, ink / max(ink + color.a * (1.0 - ink), 1e-4)), ink + color.a * (1.0 - ink));
  }
  if (color.a < 0.004) discard;
}
`;

const IDS_FS = `${COVER}
void main() {
  if (fromMiddle() > max(vHalf.x, 0.5) + soft) discard;
  color = vColor;
}
`;

const HEAD = "#version 300 es\n";
const fields: FlatShader["fields"] = [
  { name: "position", size: 2, type: "i16", offset: 0 },
  { name: "push", size: 4, type: "i8", offset: 4 },
  { name: "run", size: 4, type: "u16", offset: 8 },
  { name: "seq", size: 1, type: "u32", offset: 16, integer: true },
];

/** Colours. Pass 0 draws edges around what has one, pass 1 the pipes themselves. */
export const PIPE_SHADER: FlatShader = { vs: HEAD + VS, fs: HEAD + FS, stride: PIPE_STRIDE, fields };
/** Numbers: the dense number in red, green and blue, the lowest byte first; alpha 255 where there is a pipe. */
export const PIPE_IDS: FlatShader = {
  vs: `${HEAD}#define IDS\n${VS}`,
  fs: HEAD + IDS_FS,
  stride: PIPE_STRIDE,
  fields,
};
