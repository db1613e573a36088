import { type RefObject, useEffect, useState } from "react";
import { ApiError } from "#api/api-error.ts";
import { askToPlay } from "#api/cameras.ts";
import { canPlay, loadEngine } from "./play/engine.ts";
import { type PlaybackState, startPlayback } from "./play/playback.ts";

/** Answers that stay the same however often one asks. */
const FINAL: ReadonlySet<string> = new Set(["forbidden", "not_found", "mismatch"]);

const later = (run: () => void, ms: number) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

export interface Playback {
  readonly state: PlaybackState;
  readonly snapshotUrl: string | null;
}

/** Plays a camera in a video element for as long as the component stands. */
export function usePlayback(id: string, box: RefObject<HTMLVideoElement | null>): Playback {
  const [state, setState] = useState<PlaybackState>({ is: "asking" });
  const [snapshotUrl, setSnapshotUrl] = useState<string | null>(null);
  useEffect(() => {
    const video = box.current;
    if (!video) return;
    return startPlayback({
      video,
      ask: (renews, signal) => askToPlay(id, renews, signal),
      load: loadEngine,
      canPlay,
      isFinal: (error) => error instanceof ApiError && FINAL.has(error.code),
      onState: setState,
      onSnapshot: setSnapshotUrl,
      isHidden: () => document.hidden,
      now: Date.now,
      later,
    });
  }, [id, box]);
  return { state, snapshotUrl };
}
