import { type ReactNode, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Camera, CameraState } from "#contract/cameras.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { useStores, useView } from "#state/stores.tsx";
import { toggleWatched, watchCamera } from "#state/video.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { Empty } from "#ui/notice.tsx";
import { CameraStateWord } from "./camera-state.tsx";
import "./video.css";

/** More rows than anybody reads; the filter finds the others. */
const MOST_ROWS = 60;
/** What is worth looking after comes first. */
const ORDER: Readonly<Record<CameraState, number>> = {
  cut: 0,
  frozen: 1,
  offline: 2,
  unreachable: 3,
  unknown: 4,
  idle: 5,
  live: 6,
};
const TROUBLE: ReadonlySet<CameraState> = new Set(["cut", "frozen", "offline", "unreachable"]);

export interface CameraListProps {
  readonly cameras: readonly Camera[];
  readonly stateOf: (camera: Camera) => CameraState;
  readonly tools?: ReactNode;
}

/** Which cameras fit what was typed; those with trouble first, each group by its name. */
export function fitting(
  { cameras, stateOf }: Pick<CameraListProps, "cameras" | "stateOf">,
  text: string,
  onlyTrouble: boolean,
): Camera[] {
  const words = text.trim().toLowerCase().split(/\s+/);
  const fits = ({ name, deviceId, stationName }: Camera) => {
    const all = `${name} ${deviceId} ${stationName ?? ""}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return cameras
    .filter((camera) => fits(camera) && (!onlyTrouble || TROUBLE.has(stateOf(camera))))
    .map((camera) => ({ camera, order: ORDER[stateOf(camera)] }))
    .sort((a, b) => a.order - b.order || (a.camera.name < b.camera.name ? -1 : 1))
    .map(({ camera }) => camera);
}

/** Cameras of the area, to be filtered, watched and put on the wall. */
export function CameraList({ cameras, stateOf, tools }: CameraListProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [onlyTrouble, setOnlyTrouble] = useState(false);
  const found = fitting({ cameras, stateOf }, useDeferredValue(text), onlyTrouble);
  const rest = found.length - MOST_ROWS;
  return (
    <>
      <div className="camera-filter">
        <input
          type="search"
          value={text}
          placeholder={t("video.filter")}
          aria-label={t("video.filter")}
          onChange={(event) => setText(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={onlyTrouble} onChange={(event) => setOnlyTrouble(event.target.checked)} />
          {t("video.onlyTrouble")}
        </label>
        {tools}
      </div>
      {cameras.length === 0 && <Empty>{t("video.none")}</Empty>}
      {cameras.length > 0 && found.length === 0 && <Empty>{t("video.noneFound")}</Empty>}
      <ul className="camera-list">
        {found.slice(0, MOST_ROWS).map((camera) => (
          <CameraRow key={camera.id} camera={camera} state={stateOf(camera)} />
        ))}
      </ul>
      {rest > 0 && <p className="quiet camera-more">{t("video.more", { count: rest })}</p>}
    </>
  );
}

/** One camera: a press watches it, the button beside puts it on the wall. */
export function CameraRow({ camera, state }: { readonly camera: Camera; readonly state: CameraState }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const isWatched = useView((v) => v.video.cams.includes(camera.id));
  const { name, distanceM } = camera;
  return (
    <li className="camera-row" data-watched={isWatched || undefined}>
      <button
        type="button"
        className="camera-open"
        aria-label={t("video.watch", { name })}
        onClick={() => watchCamera(view, camera.id)}
      >
        <span className="camera-name">{name}</span>
        <span className="camera-facts">
          <CameraStateWord state={state} />
          {distanceM !== null && (
            <span className="quiet">{t("video.metres", { metres: formatNumber(distanceM, languageNow()) })}</span>
          )}
        </span>
      </button>
      <IconButton
        icon={isWatched ? "check" : "wall"}
        label={t(isWatched ? "video.remove" : "video.add", { name })}
        aria-pressed={isWatched}
        onClick={() => toggleWatched(view, camera.id)}
      />
    </li>
  );
}
