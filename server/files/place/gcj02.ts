import gcoord from "gcoord";

/**
 * GCJ-02 degrees to WGS84 degrees. gcoord's own inverse is iterative but stops early; a fixed point of its forward formula
 * closes to well below a centimetre in a few rounds, because the offset changes slowly (about 1e-5 per degree of shift).
 */
export function fromGcj02(lng: number, lat: number): [number, number] {
  let [x, y] = [lng, lat];
  for (let round = 0; round < 10; round++) {
    const [toLng, toLat] = gcoord.transform([x, y], gcoord.WGS84, gcoord.GCJ02);
    const dx = lng - toLng;
    const dy = lat - toLat;
    x += dx;
    y += dy;
    if (Math.abs(dx) < 1e-10 && Math.abs(dy) < 1e-10) break;
  }
  return [x, y];
}
