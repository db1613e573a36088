/** Marks of states as distances in GLSL, the same in each layer that draws them: negative inside, pixels. */
export const STATE_MARKS = `\
float disc(vec2 p, float r) { return length(p) - r; }
float diamond(vec2 p, float r) { return (abs(p.x) + abs(p.y) - r) * 0.7071; }
float triangle(vec2 p, float r) {
  p.y -= r * 0.22;
  return max(abs(p.x) * 0.866 - p.y * 0.5 - r * 0.5, p.y - r * 0.6);
}
`;
