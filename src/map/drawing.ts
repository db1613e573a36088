import type { Built, LayerModule, Scene } from "#layers/layer.ts";

export interface Drawn {
  readonly layer: LayerModule;
  readonly built: Built;
}

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

/** Turns scenes into drawings, rebuilding only the layers whose picks changed. */
export function createDrawer(layers: readonly LayerModule[]) {
  const last = new Map<string, { args: readonly unknown[]; drawn: Drawn }>();
  return (scene: Scene): Drawn[] =>
    layers.flatMap((layer) => {
      const args = layer.fixed || scene.visible.has(layer.id) ? layer.pick(scene) : null;
      if (!args) return [];
      const before = last.get(layer.id);
      if (before && same(before.args, args)) return [before.drawn];
      const drawn = { layer, built: layer.build(...args) };
      last.set(layer.id, { args, drawn });
      return [drawn];
    });
}
