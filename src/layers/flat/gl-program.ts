import type { Device } from "@luma.gl/core";
import type { FlatMesh } from "#lib/network-tile.ts";

/** A column of an interleaved vertex. `integer` columns reach the shader as int or uint, the others as float. */
export interface VertexField {
  readonly name: string;
  readonly size: 1 | 2 | 3 | 4;
  readonly type: "i8" | "u8" | "i16" | "u16" | "u32" | "f32";
  readonly offset: number;
  readonly integer?: boolean;
}

/** A pair of shaders and the vertices they read. Keep it: programs are found again by this very object. */
export interface FlatShader {
  readonly vs: string;
  readonly fs: string;
  readonly stride: number;
  readonly fields: readonly VertexField[];
}

/** What a shader is given for one draw: numbers and vectors of floats; textures by the unit they are bound to. */
export type Uniforms = Readonly<Record<string, number | Float32Array | readonly number[]>>;

type Setter = (value: number | Float32Array | readonly number[]) => void;

interface Linked {
  readonly handle: WebGLProgram;
  readonly setters: ReadonlyMap<string, Setter>;
}

const programs = new WeakMap<WebGL2RenderingContext, Map<FlatShader, Linked>>();

/** The context that deck.gl and the base map draw in. */
export const glOf = (device: Device): WebGL2RenderingContext =>
  (device as unknown as { gl: WebGL2RenderingContext }).gl;

/** A program that the driver is at work on: it has not been asked yet how that went. */
interface Started {
  readonly handle: WebGLProgram;
  readonly parts: readonly WebGLShader[];
}

const started = new WeakMap<WebGL2RenderingContext, Map<FlatShader, Started>>();

function compile(gl: WebGL2RenderingContext, type: GLenum, source: string): WebGLShader {
  const shader = gl.createShader(type);
  if (!shader) throw new Error("the context makes no shader");
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

function start(gl: WebGL2RenderingContext, { vs, fs, fields }: FlatShader): Started {
  const handle = gl.createProgram();
  const parts = [compile(gl, gl.VERTEX_SHADER, vs), compile(gl, gl.FRAGMENT_SHADER, fs)];
  for (const part of parts) gl.attachShader(handle, part);
  for (const [i, { name }] of fields.entries()) gl.bindAttribLocation(handle, i, name);
  gl.linkProgram(handle);
  return { handle, parts };
}

/** Has the driver compile shaders that will be used soon. To ask it whether it is done would be to wait: that is for the first use. */
export function startShaders(gl: WebGL2RenderingContext, shaders: readonly FlatShader[]): void {
  const begun = started.get(gl) ?? new Map<FlatShader, Started>();
  started.set(gl, begun);
  for (const shader of shaders)
    if (!begun.has(shader) && !programs.get(gl)?.has(shader)) begun.set(shader, start(gl, shader));
}

function setterOf(gl: WebGL2RenderingContext, handle: WebGLProgram, info: WebGLActiveInfo): Setter {
  const at = gl.getUniformLocation(handle, info.name);
  const list = (value: number | Float32Array | readonly number[]) => (typeof value === "number" ? [value] : value);
  switch (info.type) {
    case gl.FLOAT:
      return (value) => gl.uniform1fv(at, list(value));
    case gl.FLOAT_VEC2:
      return (value) => gl.uniform2fv(at, list(value));
    case gl.FLOAT_VEC3:
      return (value) => gl.uniform3fv(at, list(value));
    case gl.FLOAT_VEC4:
      return (value) => gl.uniform4fv(at, list(value));
    case gl.FLOAT_MAT4:
      return (value) => gl.uniformMatrix4fv(at, false, list(value));
    case gl.INT:
    case gl.SAMPLER_2D:
      return (value) => gl.uniform1iv(at, list(value));
    default:
      throw new Error(`uniform ${info.name} is of a kind that is not used here`);
  }
}

function link(gl: WebGL2RenderingContext, shader: FlatShader): Linked {
  const { handle, parts } = started.get(gl)?.get(shader) ?? start(gl, shader);
  started.get(gl)?.delete(shader);
  if (!gl.getProgramParameter(handle, gl.LINK_STATUS) && !gl.isContextLost()) {
    const logs = [...parts.map((part) => gl.getShaderInfoLog(part)), gl.getProgramInfoLog(handle)];
    throw new Error(`shader: ${logs.filter((log) => log).join("; ")}`);
  }
  for (const part of parts) gl.deleteShader(part);
  const setters = new Map<string, Setter>();
  const count = (gl.getProgramParameter(handle, gl.ACTIVE_UNIFORMS) as number | null) ?? 0;
  for (let i = 0; i < count; i++) {
    const info = gl.getActiveUniform(handle, i);
    if (info) setters.set(info.name.replace("[0]", ""), setterOf(gl, handle, info));
  }
  return { handle, setters };
}

/** Makes a shader the one in use: compiled once per context, however many tiles draw with it. @returns how to give it uniforms */
export function takeShader(gl: WebGL2RenderingContext, shader: FlatShader): (uniforms: Uniforms) => void {
  const known = programs.get(gl) ?? new Map<FlatShader, Linked>();
  programs.set(gl, known);
  const linked = known.get(shader) ?? link(gl, shader);
  known.set(shader, linked);
  // biome-ignore lint/correctness/useHookAtTopLevel: a word of WebGL, no hook
  gl.useProgram(linked.handle);
  return (uniforms) => {
    for (const name in uniforms) linked.setters.get(name)?.(uniforms[name] as number);
  };
}

/** A mesh on the GPU. */
export interface GpuMesh {
  draw(): void;
  destroy(): void;
}

const TYPES = { i8: 0x1400, u8: 0x1401, i16: 0x1402, u16: 0x1403, u32: 0x1405, f32: 0x1406 } as const;

/** Uploads a mesh: two buffers and one vertex array, which is all that a tile costs. */
export function uploadMesh(gl: WebGL2RenderingContext, { stride, fields }: FlatShader, mesh: FlatMesh): GpuMesh {
  const array = gl.createVertexArray();
  const [vertices, index] = [gl.createBuffer(), gl.createBuffer()];
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, vertices);
  gl.bufferData(gl.ARRAY_BUFFER, mesh.vertices, gl.STATIC_DRAW);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, index);
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, mesh.index, gl.STATIC_DRAW);
  fields.forEach(({ size, type, offset, integer }, i) => {
    gl.enableVertexAttribArray(i);
    if (integer) gl.vertexAttribIPointer(i, size, TYPES[type], stride, offset);
    else gl.vertexAttribPointer(i, size, TYPES[type], false, stride, offset);
  });
  gl.bindVertexArray(null);
  gl.bindBuffer(gl.ARRAY_BUFFER, null);
  const [count, type] = [mesh.index.length, mesh.index.BYTES_PER_ELEMENT === 2 ? gl.UNSIGNED_SHORT : gl.UNSIGNED_INT];
  return {
    draw: () => {
      gl.bindVertexArray(array);
      gl.drawElements(gl.TRIANGLES, count, type, 0);
      gl.bindVertexArray(null);
    },
    destroy: () => {
      gl.deleteVertexArray(array);
      gl.deleteBuffer(vertices);
      gl.deleteBuffer(index);
    },
  };
}
