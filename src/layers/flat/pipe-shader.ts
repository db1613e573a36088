import type { ShaderModule } from "@luma.gl/shadertools";
import { NORMAL_SCALE } from "#lib/line-mesh.ts";
import { DIMMED, HOVERED, SELECTED, STATE_WIDTH } from "#lib/state-bytes.ts";

export interface PipeUniforms {
  /** Tile units to clip space. */
  readonly matrix: number[];
  /** Map size in CSS pixels. */
  readonly viewport: [number, number];
  readonly widthFactor: number;
  readonly pixelsPerUnit: number;
  readonly opacity: number;
  /** Pixels of pale edge around each pipe; 0 = draw the pipes themselves. */
  readonly casing: number;
  /** Bit i is 1 where level (material) i is not filtered away. */
  readonly levels: number;
  readonly materials: number;
  /** 1 where a stroke is drawn for a screen of one device pixel per CSS pixel. */
  readonly deviceScale: number;
}

const BLOCK = `\
layout(std140) uniform pipeUniforms {
  mat4 matrix;
  vec2 viewport;
  float widthFactor;
  float pixelsPerUnit;
  float opacity;
  float casing;
  float levels;
  float materials;
  float deviceScale;
} pipe;
`;

export const pipeModule = {
  name: "pipe",
  vs: BLOCK,
  fs: BLOCK,
  uniformTypes: {
    matrix: "mat4x4<f32>",
    viewport: "vec2<f32>",
    widthFactor: "f32",
    pixelsPerUnit: "f32",
    opacity: "f32",
    casing: "f32",
    levels: "f32",
    materials: "f32",
    deviceScale: "f32",
  },
} as const satisfies ShaderModule;

/** Places in the palette: levels 0…8, their widths in 1/32 px from 16 on, then the edges. */
export const WIDTHS_AT = 16;
export const WIDTH_SCALE = 32;
export const CASING_AT = 9;
export const SELECTED_AT = 10;
export const HOVERED_AT = 11;

export const PIPE_VS = `#version 300 es
precision highp float;
uniform highp sampler2D stateTexture;
uniform highp sampler2D paletteTexture;
in ivec2 position;
in ivec4 normal;
in float along;
in uint seq;
in uvec4 kind;
out vec2 vTile;
out float vAcross;
out float vAlong;
flat out vec4 vColor;
flat out vec4 vEdge;
flat out vec3 vWidth;
flat out int vDash;

bool inMask(float mask, uint bit) { return ((int(mask) >> int(bit)) & 1) == 1; }

void main() {
  ivec2 size = textureSize(stateTexture, 0);
  int n = int(seq);
  int state = 0;
  if (n >= 0 && n < size.x * size.y) {
    state = int(texelFetch(stateTexture, ivec2(n % ${STATE_WIDTH}, n / ${STATE_WIDTH}), 0).r * 255.0 + 0.5);
  }
  int level = int(kind.x);
  bool isSelected = (state & ${SELECTED}) != 0;
  bool isHovered = (state & ${HOVERED}) != 0;
  bool isDimmed = (state & ${DIMMED}) != 0 || !inMask(pipe.levels, kind.x) || !inMask(pipe.materials, kind.y);

  float told = texelFetch(paletteTexture, ivec2(${WIDTHS_AT} + level, 0), 0).r * 255.0 / ${WIDTH_SCALE}.0;
  float width = max(0.5, told * pipe.widthFactor);
  float half_ = width * 0.5;
  float edge = pipe.casing > 0.0 ? pipe.casing : isSelected ? 3.0 : isHovered ? 2.0 : 0.0;
  float reach = half_ + edge + 1.0;

  vTile = vec2(position);
  vAcross = float(normal.z) / 127.0 * reach;
  vAlong = along * pipe.pixelsPerUnit;
  vDash = int(kind.z);
  vWidth = vec3(half_, half_ + edge, 0.0);
  vec3 color = texelFetch(paletteTexture, ivec2(level, 0), 0).rgb;
  int edgeAt = pipe.casing > 0.0 ? ${CASING_AT} : isSelected ? ${SELECTED_AT} : ${HOVERED_AT};
  float alpha = pipe.opacity * (isDimmed && !isSelected ? 0.12 : 1.0);
  vColor = vec4(color, alpha);
  vEdge = vec4(texelFetch(paletteTexture, ivec2(edgeAt, 0), 0).rgb, pipe.casing > 0.0 ? alpha * 0.9 : alpha);

  gl_Position = pipe.matrix * vec4(vTile, 0.0, 1.0);
  vec2 push = vec2(normal.xy) / ${NORMAL_SCALE}.0 * reach;
  gl_Position.xy += vec2(push.x, -push.y) * 2.0 / pipe.viewport * gl_Position.w;
}
`;

export const PIPE_FS = `#version 300 es
precision highp float;
in vec2 vTile;
in float vAcross;
in float vAlong;
flat in vec4 vColor;
flat in vec4 vEdge;
flat in vec3 vWidth;
flat in int vDash;
out vec4 fragColor;

// A stroke thinner than a pixel is drawn a pixel wide and as much fainter.
float cover(float half_, float across, float soft) {
  float drawn = max(half_, soft);
  return clamp((drawn - across) / soft * 0.5 + 0.5, 0.0, 1.0) * min(1.0, half_ / soft);
}

void main() {
  // Tiles overlap by a margin: each pixel belongs to the tile its stroke's middle lies in.
  if (vTile.x < 0.0 || vTile.y < 0.0 || vTile.x > 4096.0 || vTile.y > 4096.0) discard;
  float soft = 0.5 / pipe.deviceScale;
  float across = abs(vAcross);
  float core = cover(vWidth.x, across, soft);
  float edge = vWidth.y > vWidth.x ? cover(vWidth.y, across, soft) : 0.0;
  float isOn = 1.0;
  if (vDash == 1) isOn = step(fract(vAlong / 12.0), 0.58);
  if (vDash == 2) isOn = step(fract(vAlong / 7.0), 0.4);
  if (pipe.casing > 0.0) {
    fragColor = vec4(vEdge.rgb, vEdge.a * edge);
  } else {
    float a = core * isOn;
    float under = edge * (1.0 - a);
    float alpha = a * vColor.a + under * vEdge.a;
    vec3 mixed = (vColor.rgb * a * vColor.a + vEdge.rgb * under * vEdge.a) / max(alpha, 1e-4);
    fragColor = vec4(mixed, alpha);
  }
  if (fragColor.a < 0.004) discard;
}
`;
