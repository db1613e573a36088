import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cameraStatesQuery, camerasNearQuery, isHeard } from "#api/cameras.ts";
import type { Camera } from "#contract/cameras.ts";
import type { LngLat } from "#contract/route.ts";
import { Answer } from "#panels/answer.tsx";
import { useStores } from "#state/stores.tsx";
import { openWall } from "#state/video.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { CameraRow } from "./camera-list.tsx";
import "./video.css";

/** Cameras farther off than this show nothing of the place. */
const NEAR_M = 1000;
const MOST = 4;

const isNear = ({ distanceM }: Camera) => distanceM !== null && distanceM <= NEAR_M;

export interface NearbyCamerasProps {
  /** Where something is to be seen: a station, an alarm, an incident. */
  readonly at: LngLat;
  /** The heading, where "cameras" says too little. */
  readonly title?: string;
}

/** The cameras nearest to a place, each one press from its picture, all of them from a wall of four. */
export function NearbyCameras({ at, title }: NearbyCamerasProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const cameras = useQuery(camerasNearQuery(at, MOST));
  const states = useQuery(cameraStatesQuery);
  const stateOf = ({ id, state }: Camera) => (isHeard(states) ? (states.data?.states.get(id) ?? state) : "unknown");
  const near = cameras.data?.filter(isNear) ?? [];
  const playable = near.filter(({ canPlay }) => canPlay).map(({ id }) => id);
  return (
    <Section
      title={title ?? t("asset.cameras")}
      tools={
        playable.length > 1 && (
          <button type="button" className="button outlined" onClick={() => openWall(view, MOST, playable)}>
            {t("video.wallOf", { count: MOST })}
          </button>
        )
      }
    >
      <Answer query={cameras} lines={3}>
        {() =>
          near.length === 0 ? (
            <Empty>{t("asset.noCameras")}</Empty>
          ) : (
            <ul className="camera-list">
              {near.map((camera) => (
                <CameraRow key={camera.id} camera={camera} state={stateOf(camera)} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}
