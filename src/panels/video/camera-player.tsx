import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CameraHealth, CameraState } from "#contract/cameras.ts";
import { problemWords } from "#ui/problem-words.ts";
import { useNow } from "#ui/use-now.ts";
import { CameraStateWord } from "./camera-state.tsx";
import type { PlaybackState } from "./play/playback.ts";
import { StillPicture } from "./still-picture.tsx";
import { usePlayback } from "./use-playback.ts";
import "./video.css";

export interface CameraPlayerProps {
  readonly id: string;
  readonly name: string;
  readonly health: CameraHealth | undefined;
}

/** States in which a picture that plays is not to be believed. */
const TROUBLE: ReadonlySet<CameraState> = new Set(["frozen", "cut", "offline"]);

/**
 * One camera's picture. While nothing moves a still picture stands in its place, named as one, with words for why. The server's word for
 * the camera is shown over a picture that plays, too: a frozen picture plays.
 */
export function CameraPlayer({ id, name, health }: CameraPlayerProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const { state, snapshotUrl } = usePlayback(id, video);
  const isPlaying = state.is === "playing";
  const isTroubled = health !== undefined && TROUBLE.has(health.state);
  return (
    <figure
      className="player"
      data-playback={state.is}
      data-protocol={"protocol" in state ? state.protocol : undefined}
      data-reason={state.is === "waiting" ? state.reason : undefined}
    >
      <video ref={video} muted playsInline autoPlay aria-label={t("video.pictureOf", { name })} />
      {!isPlaying && <StillPicture url={snapshotUrl} name={name} />}
      {(isTroubled || !isPlaying) && (
        <p className="player-words" role="status">
          {isTroubled && <CameraStateWord state={health.state} />}
          {!isPlaying && <PlaybackWords state={state} />}
        </p>
      )}
      <figcaption>
        <span className="player-name" title={name}>
          {name}
        </span>
        {isPlaying && <span className="player-protocol">{t(`video.protocol.${state.protocol}`)}</span>}
      </figcaption>
    </figure>
  );
}

function PlaybackWords({ state }: { readonly state: PlaybackState }) {
  const { t } = useTranslation();
  const now = useNow();
  const words = () => {
    if (state.is === "waiting") {
      const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
      return t("video.playback.waiting", { seconds });
    }
    if (state.is === "refused") return t("video.playback.refused", { reason: problemWords(state.error) });
    if (state.is === "playing") return "";
    return t(`video.playback.${state.is}`);
  };
  return <span>{words()}</span>;
}
