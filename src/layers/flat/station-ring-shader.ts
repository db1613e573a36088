import { TILE_EXTENT } from "#contract/tiles.ts";
import { ALARM, MAINTENANCE, OFFLINE, STALE, SUSPECT, WARNING } from "#lib/cluster-view.ts";
import { STATE_MASK, UNKNOWN_STATE } from "#lib/state-bytes.ts";
import { STATION_STRIDE } from "#lib/station-mesh.ts";
import type { FlatShader } from "./gl-program.ts";
import { STATE_MARKS } from "./state-marks.ts";

/** Kinds of stations that the shader has room for. */
export const MOST_KINDS = 32;
/** Place in the palette behind the states' own. */
export const RING_HALO_AT = 8;

const VS = `#version 300 es
precision highp float;
precision highp int;
uniform highp sampler2D states;
uniform highp sampler2D palette;
uniform mat4 matrix;
uniform vec2 size;
uniform float zoom;
uniform float scale;
/** Zoom from which each kind is drawn, and half the edge of its symbol at this zoom, pixels. */
uniform float dueFrom[${MOST_KINDS}];
uniform float halves[${MOST_KINDS}];
/** Only this gas; -1 = all. */
uniform float onlyGas;
/** Zoom from which stations that are silent, suspect or under maintenance have a ring too: before, some symbols give way to others. */
uniform float calmFrom;
uniform float isFeedLost;
in vec2 position;
in vec2 corner;
in uvec2 what;
in uint seq;
out vec2 vAt;
flat out vec3 vColor;
flat out float vRadius;
flat out int vState;

void main() {
  ivec2 whole = textureSize(states, 0);
  int n = int(seq);
  int state = ${UNKNOWN_STATE};
  if (n >= 0 && n < whole.x * whole.y)
    state = int(texelFetch(states, ivec2(n % whole.x, n / whole.x), 0).r * 255.0 + 0.5) & ${STATE_MASK};
  if (isFeedLost > 0.5 && state != ${UNKNOWN_STATE}) state = ${STALE};
  bool isBad = state == ${WARNING} || state == ${ALARM};
  bool isCalm = state == ${STALE} || state == ${OFFLINE} || state == ${SUSPECT} || state == ${MAINTENANCE};
  bool isDue = what.x < ${MOST_KINDS}u && zoom >= dueFrom[what.x] && (onlyGas < 0.0 || float(what.y) == onlyGas);
  bool isDrawn = isDue && (isBad || (isCalm && zoom >= calmFrom));
  // A point in the margin is drawn by the tile it lies in.
  isDrawn = isDrawn && min(position.x, position.y) >= 0.0 && max(position.x, position.y) < ${TILE_EXTENT}.0;
  vRadius = halves[min(what.x, ${MOST_KINDS - 1}u)] + 4.0;
  float reach = vRadius * 1.9 + 4.0;
  vAt = corner * reach;
  vState = state;
  vColor = texelFetch(palette, ivec2(state, 0), 0).rgb;
  gl_Position = matrix * vec4(position, 0.0, 1.0);
  gl_Position.xy += vec2(vAt.x, -vAt.y) * scale * 2.0 / size * gl_Position.w;
  if (!isDrawn) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

const FS = `#version 300 es
precision highp float;
precision highp int;
uniform highp sampler2D palette;
uniform float opacity;
uniform float soft;
in vec2 vAt;
flat in vec3 vColor;
flat in float vRadius;
flat in int vState;
out vec4 fragColor;

${STATE_MARKS}
float cover(float off) { return clamp(0.5 - off / (2.0 * soft), 0.0, 1.0); }

void main() {
  float outline = disc(vAt, vRadius);
  float width = 1.1;
  float isOn = 1.0;
  // The outline has the points of the state's own mark: what colour says, shape says too.
  if (vState == ${WARNING}) {
    outline = min(outline, diamond(vAt, vRadius * 1.36));
  } else if (vState == ${ALARM}) {
    outline = min(outline, triangle(vAt, vRadius * 1.5));
    width = 1.4;
  } else if (vState == ${SUSPECT}) {
    width = 0.8;
  } else if (vState == ${MAINTENANCE}) {
    outline = max(abs(vAt.x), abs(vAt.y)) - vRadius;
    // Its edges lie along rows of pixels: thinner, they would be half of two.
    width = 1.1;
  } else {
    float way = atan(vAt.y, vAt.x) * vRadius;
    isOn = fract(way / (vState == ${STALE} ? 5.0 : 3.0)) < 0.5 ? 1.0 : 0.0;
    width = 0.7;
  }
  float line = cover(abs(outline) - width) * isOn;
  float halo = vState == ${WARNING} || vState == ${ALARM} ? cover(abs(outline) - width - 1.4) : 0.0;
  vec3 color = mix(texelFetch(palette, ivec2(${RING_HALO_AT}, 0), 0).rgb, vColor, line);
  float alpha = max(line, halo * 0.9) * opacity;
  if (alpha < 0.004) discard;
  fragColor = vec4(color, alpha);
}
`;

export const STATION_RING_SHADER: FlatShader = {
  vs: VS,
  fs: FS,
  stride: STATION_STRIDE,
  fields: [
    { name: "position", size: 2, type: "i16", offset: 0 },
    { name: "corner", size: 2, type: "i8", offset: 4 },
    { name: "what", size: 2, type: "u8", offset: 6, integer: true },
    { name: "seq", size: 1, type: "u32", offset: 8, integer: true },
  ],
};
