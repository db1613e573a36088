import { MOST_CAMS, NO_VIDEO, ROUND_SECONDS, type VideoView, WALL_SIZES } from "./video.ts";

/** An id as one part of a list with commas between; whatever it holds, it comes back. */
const written = (id: string): string => encodeURIComponent(id);

function read(text: string): string | null {
  try {
    const id = decodeURIComponent(text);
    return id.length > 0 && id.length <= 64 ? id : null;
  } catch {
    return null;
  }
}

/** What is watched as parts of an address. */
export const videoParts = ({ cams, wall, roundS }: VideoView): readonly (readonly [string, string | null])[] => [
  ["cam", cams.length === 0 ? null : cams.map(written).join(",")],
  ["vwall", wall === null ? null : String(wall)],
  ["round", roundS === null ? null : String(roundS)],
];

/** Reads what it understands and leaves the rest out. */
export function readVideo(search: URLSearchParams): VideoView {
  const cams = (search.get("cam") ?? "").split(",").flatMap((text) => read(text) ?? []);
  return {
    cams: [...new Set(cams)].slice(0, MOST_CAMS),
    wall: WALL_SIZES.find((size) => String(size) === search.get("vwall")) ?? NO_VIDEO.wall,
    roundS: ROUND_SECONDS.find((seconds) => String(seconds) === search.get("round")) ?? NO_VIDEO.roundS,
  };
}
