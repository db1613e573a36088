/** Which cameras of a list stand on a wall of some size at a turn of the round; turns go round in both directions. */
export function pageOf(cams: readonly string[], size: number, turn: number) {
  const pages = Math.max(1, Math.ceil(cams.length / size));
  const page = ((turn % pages) + pages) % pages;
  return { page, pages, ids: cams.slice(page * size, (page + 1) * size) };
}
