import type { ViewStore } from "./view.ts";

/** How many pictures a wall holds. */
export const WALL_SIZES = [4, 9] as const;
export type WallSize = (typeof WALL_SIZES)[number];

/** Seconds that a round of cameras stays with each set of pictures. */
export const ROUND_SECONDS = [10, 15, 30, 60] as const;
export type RoundSeconds = (typeof ROUND_SECONDS)[number];

/** What is watched: part of the view, so that a link opens the same pictures. */
export interface VideoView {
  /** Ids of cameras, in the order of their pictures; at most nine are shown at once. */
  readonly cams: readonly string[];
  /** Pictures side by side over the whole screen; null = the first one in the panel. */
  readonly wall: WallSize | null;
  /** Seconds after which the wall goes on to the next cameras of the list; null = it stays. */
  readonly roundS: RoundSeconds | null;
}

export const NO_VIDEO: VideoView = { cams: [], wall: null, roundS: null };

/** A list of cameras in a link is no longer than this. */
export const MOST_CAMS = 64;

/** Opens one camera in the panel: from a station, an alarm, the map or a list. */
export const watchCamera = (store: ViewStore, id: string) =>
  store.setState({ panel: "video", video: { ...NO_VIDEO, cams: [id] } });

/** Puts a camera among those watched, or takes it out again. */
export const toggleWatched = (store: ViewStore, id: string) =>
  store.setState(({ video }) => {
    const cams = video.cams.includes(id) ? video.cams.filter((one) => one !== id) : [...video.cams, id];
    return { video: { ...video, cams: cams.slice(-MOST_CAMS) } };
  });

export const openWall = (store: ViewStore, wall: WallSize, cams?: readonly string[]) =>
  store.setState(({ video }) => ({
    panel: "video",
    video: { ...video, wall, cams: (cams ?? video.cams).slice(0, MOST_CAMS) },
  }));

export const closeWall = (store: ViewStore) =>
  store.setState(({ video }) => ({ video: { ...video, wall: null, roundS: null } }));

export const goRound = (store: ViewStore, roundS: RoundSeconds | null) =>
  store.setState(({ video }) => ({ video: { ...video, roundS } }));
