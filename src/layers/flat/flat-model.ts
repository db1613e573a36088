import { Buffer, type Device, type RenderPipelineParameters, type VertexFormat } from "@luma.gl/core";
import { Model } from "@luma.gl/engine";
import type { ShaderModule } from "@luma.gl/shadertools";

type Column = Int16Array | Int8Array | Float32Array | Uint32Array | Uint8Array;

/** Triangles on the GPU, and how to let them go. */
export interface FlatModel {
  readonly model: Model;
  destroy(): void;
}

export interface FlatModelInput {
  readonly id: string;
  readonly vs: string;
  readonly fs: string;
  readonly module: ShaderModule;
  readonly columns: Readonly<Record<string, readonly [VertexFormat, Column]>>;
  readonly index: Uint32Array;
}

/** Neither tests nor writes depth: layers are painted in the order they are listed. */
const PARAMETERS: RenderPipelineParameters = {
  depthCompare: "always",
  depthWriteEnabled: false,
  cullMode: "none",
  blend: true,
  blendColorSrcFactor: "src-alpha",
  blendColorDstFactor: "one-minus-src-alpha",
  blendAlphaSrcFactor: "one",
  blendAlphaDstFactor: "one-minus-src-alpha",
  blendColorOperation: "add",
  blendAlphaOperation: "add",
};

/** Columns as vertex buffers under one shader. Not instanced: software GL draws instances ten times slower. */
export function flatModel(device: Device, { id, vs, fs, module, columns, index }: FlatModelInput): FlatModel {
  const entries = Object.entries(columns);
  const attributes = Object.fromEntries(entries.map(([name, [, data]]) => [name, device.createBuffer({ data })]));
  const indexBuffer = device.createBuffer({ data: index, usage: Buffer.INDEX, indexType: "uint32" });
  const model = new Model(device, {
    id,
    vs,
    fs,
    modules: [module],
    topology: "triangle-list",
    bufferLayout: entries.map(([name, [format]]) => ({ name, format })),
    attributes,
    indexBuffer,
    vertexCount: index.length,
    parameters: PARAMETERS,
  });
  const destroy = () => {
    model.destroy();
    for (const buffer of [...Object.values(attributes), indexBuffer]) buffer.destroy();
  };
  return { model, destroy };
}
