import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cameraHealthQuery, cameraQuery, isHeard } from "#api/cameras.ts";
import { useStores, useView } from "#state/stores.tsx";
import { closeWall, goRound, openWall, ROUND_SECONDS, WALL_SIZES, type WallSize } from "#state/video.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { CameraPlayer } from "./camera-player.tsx";
import { HealthLine } from "./camera-state.tsx";
import { pageOf } from "./round.ts";
import "./video.css";

/** Four or nine pictures over the whole screen; with more cameras than that, page by page, by hand or in a round. */
export function VideoWall({ size }: { readonly size: WallSize }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { cams, roundS } = useView((v) => ({ cams: v.video.cams, roundS: v.video.roundS }));
  const box = useRef<HTMLDialogElement>(null);
  const [turn, setTurn] = useState(0);
  const { page, pages, ids } = pageOf(cams, size, turn);
  useEffect(() => box.current?.showModal(), []);
  useEffect(() => {
    if (roundS === null || pages < 2) return;
    const timer = setInterval(() => setTurn((n) => n + 1), roundS * 1000);
    return () => clearInterval(timer);
  }, [roundS, pages]);
  const healths = useQuery(cameraHealthQuery(ids));
  const health = isHeard(healths) ? healths.data : undefined;
  const named = useQueries({ queries: ids.map((id) => cameraQuery(id)) });

  return (
    <dialog ref={box} className="video-wall" aria-label={t("video.wall")} onClose={() => closeWall(view)}>
      <div className="wall-top">
        <strong>{t("video.wall")}</strong>
        {WALL_SIZES.map((count) => (
          <button
            key={count}
            type="button"
            className="button outlined"
            aria-pressed={count === size}
            onClick={() => openWall(view, count)}
          >
            {t("video.wallOf", { count })}
          </button>
        ))}
        <RoundChoice />
        <span className="section-space" />
        {pages > 1 && (
          <>
            <IconButton icon="back" label={t("video.previous")} onClick={() => setTurn((n) => n - 1)} />
            <span role="status">{t("video.roundPage", { page: page + 1, pages })}</span>
            <IconButton icon="right" label={t("video.next")} onClick={() => setTurn((n) => n + 1)} />
          </>
        )}
        <IconButton icon="close" label={t("video.wallClose")} onClick={() => box.current?.close()} />
      </div>
      <div className="wall-grid" data-size={size}>
        {Array.from({ length: size }, (_, i) => i).map((i) => {
          const id = ids[i];
          if (id === undefined)
            return (
              <div key={`empty ${i}`} className="wall-empty quiet">
                {t("video.wallEmpty")}
              </div>
            );
          const own = health?.find((one) => one.id === id);
          return (
            <div key={id} className="wall-cell">
              <CameraPlayer id={id} name={named[i]?.data?.camera.name ?? id} health={own} />
              <HealthLine health={own} />
            </div>
          );
        })}
      </div>
    </dialog>
  );
}

function RoundChoice() {
  const { t } = useTranslation();
  const { view } = useStores();
  const roundS = useView((v) => v.video.roundS);
  const choose = (text: string) => goRound(view, ROUND_SECONDS.find((seconds) => String(seconds) === text) ?? null);
  return (
    <label className="round-choice">
      {t("video.round")}
      <select value={roundS === null ? "" : String(roundS)} onChange={(event) => choose(event.target.value)}>
        <option value="">{t("video.roundOff")}</option>
        {ROUND_SECONDS.map((seconds) => (
          <option key={seconds} value={String(seconds)}>
            {t("video.roundEvery", { seconds })}
          </option>
        ))}
      </select>
    </label>
  );
}
