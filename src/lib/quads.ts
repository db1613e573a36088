/** Corners of a square as signs, x and y of each in turn: what stands for a mark in a mesh is two triangles of them. */
export const CORNERS = [-1, -1, 1, -1, 1, 1, -1, 1] as const;
const TRIANGLES = [0, 1, 2, 0, 2, 3] as const;

/** Vertices tell pixels in so many parts. */
export const SIXTEENTHS = 16;

/** Which vertices make the triangles of `count` squares, four vertices each; of 16 bits where they can be told apart by them. */
export function quadIndex(count: number): Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
  const index = count * 4 <= 0x10000 ? new Uint16Array(count * 6) : new Uint32Array(count * 6);
  for (let i = 0; i < count; i++) for (let t = 0; t < 6; t++) index[i * 6 + t] = i * 4 + (TRIANGLES[t] as number);
  return index;
}
