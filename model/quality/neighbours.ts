/** Tags of one pressure zone: a part of the network that no regulator or closed valve divides, so that its pressures rise and fall together. */
export interface Zones {
  /** Tags of zone z: `tags[starts[z]]` to `tags[starts[z + 1] - 1]`. */
  readonly starts: Uint32Array;
  readonly tags: Uint32Array;
}

/** Fewer fresh tags than this cannot outvote one. */
const LEAST_TAGS = 4;
/** Neighbours agree when the middle half of them lies within this share of usual. */
const AGREE = 0.06;
/** A tag contradicts them when it is farther off than this, and than six times their scatter. */
const CONTRADICTS = 0.15;
const SCATTERS = 6;

const middle = (sorted: Float64Array): number => sorted[sorted.length >> 1] ?? Number.NaN;

/**
 * Tags of one zone whose pressure, as a share of what is usual for each, is far from what their neighbours agree on. `shares` by tag number, NaN
 * where a tag is not fresh. Calls `say` for each tag of each zone that could be judged. Where a zone's neighbours do not agree among
 * themselves (a real disturbance runs through it), nobody is judged.
 */
export function judgeZones(
  { starts, tags }: Zones,
  shares: Float64Array,
  say: (tag: number, isContradicted: boolean) => void,
): void {
  for (let zone = 0; zone + 1 < starts.length; zone++) {
    const members = tags.subarray(starts[zone], starts[zone + 1]).filter((tag) => !Number.isNaN(shares[tag] as number));
    if (members.length < LEAST_TAGS) continue;
    const sorted = Float64Array.from(members, (tag) => shares[tag] as number).sort();
    const usual = middle(sorted);
    const off = sorted.map((share) => Math.abs(share - usual)).sort();
    const scatter = middle(off);
    if (scatter > AGREE) continue;
    const most = Math.max(CONTRADICTS, SCATTERS * scatter);
    for (const tag of members) say(tag, Math.abs((shares[tag] as number) - usual) > most);
  }
}

/** Sorts tags by zone number into `Zones`; a tag of zone -1 has none. */
export function zonesOf(zoneOfTag: Int32Array): Zones {
  const count = zoneOfTag.reduce((most, zone) => Math.max(most, zone + 1), 0);
  const starts = new Uint32Array(count + 1);
  for (const zone of zoneOfTag) if (zone >= 0) starts[zone + 1] = (starts[zone + 1] as number) + 1;
  for (let zone = 0; zone < count; zone++) starts[zone + 1] = (starts[zone + 1] as number) + (starts[zone] as number);
  const tags = new Uint32Array(starts[count] as number);
  const filled = starts.slice();
  zoneOfTag.forEach((zone, tag) => {
    if (zone < 0) return;
    tags[filled[zone] as number] = tag;
    filled[zone] = (filled[zone] as number) + 1;
  });
  return { starts, tags };
}
